/**
 * The device's description with the answer to "has it the option?": `Infusion pump; without wireless`. What an earlier look
 * said of the same option goes. An answer in other words than yes and no is kept as it is.
 */
export function describeOption(description: string, option: string, answer: string): string {
  const said = answer.trim()
  const words = /^(?:no|none|not|without)\b/i.test(said)
    ? `without ${option}`
    : /^(?:yes|with|has)\b/i.test(said)
      ? `with ${option}`
      : said
  const kept = description
    .split('; ')
    .filter((part) => part.trim() !== '' && part !== `with ${option}` && part !== `without ${option}`)
  return [...kept, words].join('; ')
}
