import { expect, test } from 'vitest'
import { readVendor } from './vendor.ts'
import { isSameVendor } from './vendor-agreement.ts'
import { nativeNames } from './vendor-native-names.ts'
import { furtherNativeNames } from './vendor-native-names-further.ts'
import { inLatinLetters } from './vendor-scripts.ts'

test.each([
  ['日本光電工業株式会社', 'Nihon Kohden'],
  ['フクダ電子', 'Fukuda Denshi'],
  ['ﾃﾙﾓ㈱', 'Terumo Corporation'],
  ['モリタ J MORITA', 'J. Morita Mfg. Corp.'],
  ['ＧＥヘルスケア・ジャパン株式会社', 'GE HealthCare'],
  ['フィリップス・レスピロニクス', 'Philips Respironics'],
  ['深圳迈瑞生物医疗电子股份有限公司', 'Mindray'],
  ['开立 SONO SCAPE', 'SonoScape Medical'],
  ['지멘스 헬시니어스', 'Siemens Healthineers'],
  ['(주)바텍', 'Vatech'],
  ['Шимадзу', 'Shimadzu Corporation'],
  ['Б. Браун', 'B. Braun'],
  ['Филипс Хелскеа', 'Philips'],
  ['Шиллер АГ', 'SCHILLER AG'],
  ['ООО "Карл Шторц"', 'Karl Storz'],
  ['Медтроник', 'Medtronic'],
  ['ООО Тритон-ЭлектроникС', 'Triton Electronic Systems'],
  ['Рhilips', 'Philips'],
  ['Φίλιπς', 'Philips'],
  ['爱克发医疗系统有限公司', 'Agfa HealthCare'],
  ['安捷伦科技', 'Agilent Technologies'],
  ['梅特勒-托利多', 'Mettler Toledo'],
  ['ロックウェル・オートメーション ジャパン株式会社', 'Rockwell Automation'],
  ['オーソ・クリニカル・ダイアグノスティックス', 'QuidelOrtho'],
  ['艾默生', 'Emerson'],
  ['비스토스', 'Bistos'],
  ['華碩電腦', 'ASUS'],
])('%s is %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test.each([
  ['日立造船', 'Hitachi'],
  ['日本電子', 'Nihon Kohden'],
  ['フクダ産業', 'Fukuda Denshi'],
  ['Шимадзу', 'Shiller'],
  ['東芝テック', 'Canon Medical Systems'],
  ['コンテック', 'Contec Medical Systems (Qinhuangdao)'],
  ['海德堡印刷', 'Heidelberg Engineering'],
  ['Завод Ольга', 'Olympus'],
])('%s is not %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(false)
})

test('every native name stands once and is read as the company it is of', () => {
  const names = [nativeNames, furtherNativeNames]
    .flatMap(Object.entries<string>)
    .flatMap(([latin, list]) => list.split(' ').map((name) => [name, latin]))

  expect(new Set(names.map(([name]) => name)).size).toBe(names.length)
  expect(names.filter(([name, latin]) => readVendor(name!).own.join() !== readVendor(latin!).own.join())).toEqual([])
})

test('text in Latin letters stays as it is', () => {
  for (const text of ['Dräger', 'µSelectron', 'B. Braun', 'Agfa / Mitra']) expect(inLatinLetters(text)).toBe(text)
})
