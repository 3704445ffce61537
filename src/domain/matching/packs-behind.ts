// What stands behind the version in a model's name and is of the version: `V7.4 SP1 Update 9`, `6.7 U3b`, `4.2 build 7`.

const packWord = /^(?:sp|upd|update|hf|hotfix|patch|cu|build|mr)$/
const packWithNumber = /^(?:sp|upd|update|hf|hotfix|patch|cu|build|mr|u|p)\d+[a-z]?$/

/** The words of the patch levels right behind the version that stands at `index`. */
export function packsBehind(tokens: readonly string[], index: number): string[] {
  const packs: string[] = []
  let at = index + 1
  while (at < tokens.length) {
    const [token = '', next = ''] = [tokens[at], tokens[at + 1]]
    if (packWithNumber.test(token)) packs.push(token)
    else if (packWord.test(token) && /^\d+[a-z]?$/.test(next)) packs.push(token, next)
    else if (token === 'service' && next === 'pack' && /^\d+$/.test(tokens[at + 2] ?? ''))
      packs.push(token, next, tokens[at + 2]!)
    else break
    at = index + 1 + packs.length
  }
  return packs
}
