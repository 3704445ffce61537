import { describe, expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

type Case = readonly [name: string, model: string, expected: string]
const answer = (name: string, model: string) =>
  answerTo(['Acme Medical', name, 'all versions'], { model }) ?? 'no match'

describe('the kind stands in front of the end of the name', () => {
  test.each<Case>([
    ['mylife ZorpoPump', 'INSULIN PUMP ZORPOPUMP', 'affected'],
    ['mylife ZorpoPump', 'POMPE A INSULINE ZORPOPUMP', 'affected'],
    ['mylife ZorpoPump', 'Insulinpumpe ZorpoPump', 'affected'],
    ['Leksell ZymmaPlan', 'STATION ZYMMAPLAN', 'affected'],
    ['Acuvance ZymoVent', 'Anesthesia ventilator ZymoVent', 'affected'],
    ['mylife ZorpoPump', 'Insulin pump Zorpo', 'no match'],
    ['mylife ZorpoPump', 'ZorpoPump insulin', 'no match'],
    ['Zymora Quent', 'Syringe pump Zymora', 'no match'],
    ['Zymora Perinatal', 'Fetal monitor Zymora', 'no match'],
    ['Alaris Quent', 'Syringe pump Alaris', 'no match'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})

describe('what the advisory asks for is said in two words', () => {
  const slim = 't:zlim X2 insulin pump with Control-IQ technology'

  test.each<Case>([
    [slim, 't:zlim X2 Control-IQ', 'affected'],
    [slim, 'TZLIM X2 CONTROL-IQ', 'affected'],
    [slim, 'Insulinpumpe t-zlim X2 w/ Control IQ', 'affected'],
    [slim, 't:zlim X2', 'cannot_tell'],
    [slim, 't:zlim X2 Basal-IQ', 'cannot_tell'],
    [slim, 't:flex Control-IQ', 'no match'],
    ['t:zlim X2 insulin pump', 't:zlim X2 Control-IQ', 'affected'],
    ['t:zlim X2 insulin pump', 't:zlim G4 Control-IQ', 'no match'],
    ['Zymos X2 Syringe Pump', 'Zymos X2 Volumetric Pump', 'no match'],
    ['Zymos Nexa Syringe Pump', 'Zymos Nexa GP', 'no match'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})

describe('the release stands in the name', () => {
  const muse = 'ZUSE NX and ZUSE v9 Cardiology Information System'
  const spectrum = 'Zigma Spectral v6.x model 35700ZAX and v8.x model 35700ZAX2 infusion pumps'

  test.each<Case>([
    [muse, 'ZUSE v9', 'affected'],
    [muse, 'ZUSE Cardiology Information System v9', 'affected'],
    [muse, 'ZUSE NX', 'affected'],
    [muse, 'ZUSE v8 Cardiology Information System', 'no match'],
    [muse, 'ZUSE', 'cannot_tell'],
    [spectrum, 'SPECTRAL 35700ZAX2', 'affected'],
    [spectrum, 'PMP INF SPECTRAL 35700ZAX', 'affected'],
    [spectrum, 'Zigma Spectral LVP 35700ZAX', 'affected'],
    [spectrum, 'Spectral IQ 35700ZAX3', 'no match'],
    [spectrum, 'Colloquy CXE 3', 'no match'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})

describe('the kind in front is cut short', () => {
  test.each<Case>([
    ['Zigma Spectral model 35700ZAX infusion pump', 'PMP INF SPECTRAL 35700ZAX', 'affected'],
    ['Leksell ZymmaVent', 'VENTL ZYMMAVENT', 'affected'],
    ['Leksell ZymmaVent', 'ANES MACH ZYMMAVENT', 'affected'],
    ['mylife ZorpoPump', 'INF PMP ZORPOPUMP', 'affected'],
    ['IntelliVue ZymoTrack', 'MNTR PHYS ZYMOTRACK', 'affected'],
    ['Acuvance ZymoScan', 'SONO ZYMOSCAN', 'affected'],
    ['Zymora Syringe Pump', 'PMP SYR ZYMORA', 'affected'],
    ['Zymora Large Volume Pump', 'PMP SYR ZYMORA', 'no match'],
    ['Zymora MON 500', 'MON 500', 'affected'],
    ['Zymora QP', 'PMP INF ZYMORA', 'cannot_tell'],
    ['Zymora 500', 'MNTR ZYMORA 700', 'no match'],
    ['Zymora Vent', 'PMP ZYMORA', 'cannot_tell'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})
