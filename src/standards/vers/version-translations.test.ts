import { expect, test } from 'vitest'
import { contains } from './contains.ts'
import { inEnglish } from './version-translations.ts'

/** Each is below, or up to, 3.2. */
const below = [
  'vor 3.2',
  'Softwareversionen vor 3.2',
  'alle Versionen kleiner 3.2',
  'kleiner als 3.2',
  'unterhalb von 3.2',
  'älter als Version 3.2',
  'frühere Versionen als 3.2',
  'versions antérieures à la 3.2',
  'version antérieure à la version 3.2',
  'versions inférieures à 3.2',
  'versiones anteriores a 3.2',
  'todas las versiones anteriores a la 3.2',
  'versioni precedenti alla 3.2',
  'versões anteriores à 3.2',
  'versies ouder dan 3.2',
  'vóór 3.2',
  'versioner före 3.2',
  'versjoner før 3.2',
  'wersje starsze niż 3.2',
]
const upTo = [
  'Softwareversion 3.2 und früher',
  'Firmware-Version 3.2 und älter',
  'SW-Stand 3.2 und älter',
  'Firmware bis 3.2',
  'bis einschließlich Version 3.2',
  'Version 3.0 bis 3.2',
  'zwischen 3.0 und 3.2',
  'kleiner gleich 3.2',
  '3.2 oder niedriger',
  '3.2 und vorherige Versionen',
  '3.2 und alle früheren Versionen',
  'version logicielle 3.2 et antérieures',
  'logiciel 3.2 ou antérieur',
  'version 3.2 et versions antérieures',
  'versions inférieures ou égales à 3.2',
  "jusqu'à la version 3.2 incluse",
  'de la version 3.0 à la version 3.2',
  'entre 3.0 et 3.2',
  'versión de software 3.2 y anteriores',
  'hasta la versión 3.2 inclusive',
  'desde la versión 3.0 hasta la 3.2',
  'entre 3.0 y 3.2',
  'versione 3.2 e precedenti',
  'fino alla versione 3.2',
  'dalla versione 3.0 alla 3.2',
  'versão 3.2 e anteriores',
  'versie 3.2 en ouder',
  'tot en met versie 3.2',
  'till och med 3.2',
  '3.2 og tidligere',
  'wersja 3.2 i starsze',
  '3.2 及更早版本',
  '版本 3.2 及以下',
  'バージョン 3.2 以前',
  '3.0から3.2まで',
  'Ver 3.2以下',
  '3.2 이하',
]

test.each(below)('%s is below 3.2', (text) => {
  expect(['3.1', '3.2', '3.3'].map((version) => contains(text, version).answer)).toEqual(['yes', 'no', 'no'])
})

test.each(upTo)('%s goes up to 3.2', (text) => {
  expect(['3.1', '3.2', '3.3'].map((version) => contains(text, version).answer)).toEqual(['yes', 'yes', 'no'])
})

test.each(['3.2より前のバージョン', '3.2未満', '版本 3.2 之前'])('%s ends before 3.2', (text) => {
  expect(['3.1', '3.2', '3.3'].map((version) => contains(text, version).answer)).toEqual(['yes', 'no', 'no'])
})

test('what is not read of Chinese and Japanese clears no device', () => {
  expect(contains('3.2 を搭載した装置', '3.1').answer).toBe('unknown')
})

test.each(['alle Versionen', 'toutes les versions', 'todas las versiones', 'tutte le versioni', 'alle versies'])(
  '%s is all of them',
  (text) => expect(contains(text, '').answer).toBe('yes'),
)

test.each(['1.2 and later', 'All versions of 3.x', '< R02 (or Software Version 1.1.13166)', 'Releases 3.1 and 3.2'])(
  'English stays as it is: %s',
  (text) => expect(inEnglish(text)).toBe(text),
)
