import { describe, expect, test } from 'vitest'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import type { NvdCriterion } from '#model/nvd.ts'
import { compileNvd, type NvdStatement } from './applicability.ts'

const nothing: Configuration = {
  manufacturer: '',
  model: '',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
}
const component = (wanted: Partial<Component>): Component => ({
  name: '',
  version: '',
  supplier: '',
  purl: '',
  cpe: '',
  ...wanted,
})

type Asked = string | [name: string, bounds: Omit<NvdCriterion, 'cpe' | 'vulnerable'>]

const criterion = (asked: Asked, vulnerable: boolean): NvdCriterion => {
  const [name, bounds] = typeof asked === 'string' ? [asked, {}] : asked
  return { cpe: `cpe:2.3:${name}${':*'.repeat(11 - name.split(/(?<!\\):/).length)}`, vulnerable, ...bounds }
}
let last = 1000
const on = (products: readonly Asked[], platforms: readonly Asked[] = []): NvdStatement => ({
  cve: `CVE-2026-${++last}`,
  configurations: [
    {
      operator: platforms.length > 0 ? 'AND' : 'OR',
      negate: false,
      nodes: [
        { operator: 'OR', negate: false, criteria: products.map((one) => criterion(one, true)) },
        ...(platforms.length > 0
          ? [{ operator: 'OR' as const, negate: false, criteria: platforms.map((one) => criterion(one, false)) }]
          : []),
      ],
    },
  ],
})

/** What NVD's one statement says of the device. */
function answer(
  statement: NvdStatement,
  device: Partial<Configuration>,
  components: readonly Component[] = [],
  others: readonly NvdStatement[] = [],
): string {
  const compiler = compileNvd()
  for (const one of [statement, ...others]) compiler.add(one)
  const nvd = compiler.finish()
  const found = nvd.match(nvd.factsOf({ ...nothing, ...device }, components))
  return found.find(({ cve }) => cve === statement.cve)?.answer ?? 'nothing'
}

describe('an operating system, as inventories write it', () => {
  const ten = 'o:microsoft:windows_10:1607'
  const repaired: Asked = ['o:microsoft:windows_10_1607:*', { before: '10.0.14393.5582' }]
  test.each<[string, Asked, string]>([
    ['Windows 10 Enterprise LTSC 2016 (1607) build 14393.5850', ten, 'affected'],
    ['Microsoft Windows 10 IoT Enterprise LTSB 2016', ten, 'affected'],
    ['Win10 1809', ten, 'nothing'],
    ['Windows 10', ten, 'cannot_tell'],
    ['Windows 10 IoT Enterprise LTSC', 'o:microsoft:windows_10:1809', 'cannot_tell'],
    ['Windows 10 IoT Enterprise LTSC', ten, 'nothing'],
    ['Windows 10 Enterprise LTSB', ten, 'cannot_tell'],
    ['Windows 10 1607 build 14393.5850', repaired, 'nothing'],
    ['Windows 10 1607 (OS Build 14393.3000)', repaired, 'affected'],
    ['Windows 10 1607', repaired, 'cannot_tell'],
    ['10.0.14393.3000 Windows', repaired, 'affected'],
    ['Windows 10 1507', 'o:microsoft:windows_10:-', 'affected'],
    ['Windows 10 1607', 'o:microsoft:windows_10:-', 'nothing'],
    ['Windows 7 SP1', 'o:microsoft:windows_7:-:sp1', 'affected'],
    ['Windows 7 Professional', 'o:microsoft:windows_7:-:sp1', 'cannot_tell'],
    ['Windows 7 SP1 64-bit', 'o:microsoft:windows_7:-:sp1:*:*:*:*:x86', 'nothing'],
    ['Windows Embedded Standard 7 SP1', 'o:microsoft:windows_7:-:sp1', 'affected'],
    ['Windows Embedded Compact 7', 'o:microsoft:windows_7:-', 'nothing'],
    ['Windows CE 6.0', 'o:microsoft:windows_ce:6.0', 'affected'],
    ['Windows XP SP3', 'o:microsoft:windows_xp:*:sp3', 'affected'],
    ['Windows Embedded POSReady 2009', 'o:microsoft:windows_xp:-:sp3', 'affected'],
    ['Windows Server 2012 R2 Standard', 'o:microsoft:windows_server_2012:r2', 'affected'],
    ['Windows Server 2012 Standard', 'o:microsoft:windows_server_2012:r2', 'nothing'],
    ['Windows 2008 R2 SP1', 'o:microsoft:windows_server_2008:r2:sp1:*:*:*:*:x64', 'affected'],
    ['Windows 2008 R2 SP1', 'o:microsoft:windows_server_2008:r2:sp1:*:*:*:*:itanium', 'nothing'],
    ['Windows Server 2016', 'o:microsoft:windows_server_2016:1803', 'nothing'],
    ['Ubuntu 18.04.5 LTS', 'o:canonical:ubuntu_linux:18.04:*:*:*:lts', 'affected'],
    ['Debian GNU/Linux 10 (buster)', 'o:debian:debian_linux:10.0', 'affected'],
    ['Debian buster', 'o:debian:debian_linux:10.0', 'affected'],
    ['Red Hat Enterprise Linux 7.9', 'o:redhat:enterprise_linux:7.0', 'affected'],
    ['CentOS 7', 'o:redhat:enterprise_linux:7.0', 'cannot_tell'],
    ['Linux 4.14.98', ['o:linux:linux_kernel:*', { before: '4.14.100' }], 'affected'],
    ['Debian 10, kernel 4.19.0', ['o:linux:linux_kernel:*', { before: '4.19.5' }], 'cannot_tell'],
    ['Linux', ['o:linux:linux_kernel:*', { before: '4.14.100' }], 'nothing'],
    ['macOS 10.13.6', ['o:apple:mac_os_x:*', { before: '10.14' }], 'affected'],
    ['VxWorks 6.9.4', ['o:windriver:vxworks:*', { from: '6.5', before: '7.0' }], 'affected'],
    ['QNX 6.5.0', ['a:blackberry:qnx_software_development_platform:*', { upTo: '6.5.0' }], 'affected'],
    ['Android 9', 'o:google:android:9.0', 'affected'],
    ['', 'o:google:android:9.0', 'nothing'],
    ['proprietary', 'o:google:android:9.0', 'nothing'],
  ])('%s against %j: %s', (operatingSystem, asked, expected) => {
    expect(answer(on([asked]), { operatingSystem })).toBe(expected)
  })

  test('a program on Windows runs on any of them, and a Windows alone is no program', () => {
    const viewer = on(['a:meadow:viewer:2.0'], ['o:microsoft:windows:-'])
    const bill = [component({ name: 'Viewer', version: '2.0', supplier: 'Meadow' })]

    expect(answer(viewer, { operatingSystem: 'Windows 7 SP1' }, bill)).toBe('affected')
    expect(answer(viewer, { operatingSystem: 'Debian 10' }, bill)).toBe('nothing')
    expect(answer(viewer, {}, bill)).toBe('cannot_tell')
    expect(answer(viewer, { operatingSystem: 'Windows 7 SP1' })).toBe('nothing')
  })
})

describe('a program that NVD names for one operating system alone', () => {
  const bill = [component({ name: 'Viewer', version: '2.0', supplier: 'Meadow' })]
  test.each<[target: string, operatingSystem: string, expected: string]>([
    ['windows', 'Windows 7 SP1', 'affected'],
    ['windows', 'Windows Server 2019', 'affected'],
    ['windows', 'Windows Embedded', 'affected'],
    ['windows', 'Embedded Linux', 'nothing'],
    ['windows', 'Debian 10', 'nothing'],
    ['windows', 'VxWorks 6.9', 'nothing'],
    ['windows', 'macOS 12', 'nothing'],
    ['windows', 'Windows CE 6.0', 'cannot_tell'],
    ['windows', 'Windows 10 with Ubuntu 20.04', 'cannot_tell'],
    ['windows', 'proprietary', 'cannot_tell'],
    ['windows', '', 'cannot_tell'],
    ['windows_server_2008', 'Windows 10 1809', 'cannot_tell'],
    ['windows_server_2008', 'Ubuntu 20.04', 'nothing'],
    ['linux', 'Yocto Linux 4.14.98', 'affected'],
    ['linux_kernel', 'CentOS 7', 'affected'],
    ['linux', 'Windows 10 1809', 'nothing'],
    ['linux', 'Android 9', 'cannot_tell'],
    ['redhat_enterprise_linux', 'Debian 10', 'cannot_tell'],
    ['android', 'Windows 10 1809', 'nothing'],
    ['android', 'Android 9', 'affected'],
    ['android', 'Linux 4.14.98', 'cannot_tell'],
    ['iphone_os', 'Windows 10 1809', 'nothing'],
    ['iphone_os', 'iOS 15.1', 'affected'],
    ['iphone_os', 'iPadOS 15.1', 'affected'],
    ['macos', 'macOS 12', 'affected'],
    ['mac_os_x', 'Windows 11', 'nothing'],
    ['unix', 'Windows 10 1809', 'nothing'],
    ['unix', 'Debian 10', 'cannot_tell'],
    // What it is part of is no operating system.
    ['wordpress', 'Windows 10 1809', 'cannot_tell'],
    ['-', 'Windows 10 1809', 'cannot_tell'],
    ['*', 'Windows 10 1809', 'affected'],
  ])('for %s, on %j: %s', (target, operatingSystem, expected) => {
    const asked: Asked = [`a:meadow:viewer:*:*:*:*:*:${target}`, { before: '2.1' }]

    expect(answer(on([asked]), { operatingSystem }, bill)).toBe(expected)
  })

  test('a CPE that says itself what it is for is believed, and the system of the device is not asked', () => {
    const stated = [component({ name: 'x', cpe: criterion('a:meadow:viewer:2.0:*:*:*:*:android', true).cpe })]
    const windows = { operatingSystem: 'Windows 10 1809' }

    expect(answer(on(['a:meadow:viewer:2.0:*:*:*:*:android']), windows, stated)).toBe('affected')
    expect(answer(on(['a:meadow:viewer:2.0:*:*:*:*:windows']), windows, stated)).toBe('nothing')
  })

  test('the device’s own software is asked in the same way, its firmware and the system itself are not', () => {
    const device = {
      manufacturer: 'Meadow',
      model: 'Viewer',
      softwareVersion: '2.0',
      operatingSystem: 'Windows 10 1809',
    }

    expect(answer(on(['a:meadow:viewer:2.0:*:*:*:*:windows']), device)).toBe('affected')
    expect(answer(on(['a:meadow:viewer:2.0:*:*:*:*:android']), device)).toBe('nothing')
    expect(answer(on(['o:meadow:viewer_firmware:2.0:*:*:*:*:linux']), device)).toBe('cannot_tell')
  })

  test('the evidence tells what it runs on, either way', () => {
    const compiler = compileNvd()
    const [windows, android] = ['windows', 'android'].map((target) => on([`a:meadow:viewer:2.0:*:*:*:*:${target}`]))
    for (const one of [windows!, android!]) compiler.add(one)
    const nvd = compiler.finish()
    const facts = nvd.factsOf({ ...nothing, operatingSystem: 'Windows 7 SP1' }, bill)

    expect(nvd.match(facts).map(({ cve, because }) => [cve, because.at(-1)])).toEqual([
      [
        windows!.cve,
        {
          part: 'platform',
          outcome: 'agrees',
          text: 'made for windows: it runs on operating system "Windows 7 SP1"',
        },
      ],
    ])
    expect(nvd.ruledOut(facts).map(({ cve, because }) => [cve, because.at(-1)])).toEqual([
      [
        android!.cve,
        {
          part: 'platform',
          outcome: 'contradicts',
          text: 'NVD names cpe:2.3:a:meadow:viewer:2.0:*:*:*:*:android, but not on what this device is and runs on',
        },
      ],
    ])
  })
})

describe('what a program runs on, of a device whose operating system is known', () => {
  const bill = [component({ name: 'Viewer', version: '2.0', supplier: 'Meadow' })]
  test.each<[platform: string, operatingSystem: string, expected: string]>([
    // Without a version the system is meant, and none of its versions.
    ['o:google:android:-', 'Android 9', 'affected'],
    ['o:google:android:-', 'Android', 'affected'],
    ['o:google:android:-', 'Windows 10 1809', 'nothing'],
    ['o:google:android:8.0', 'Android 9', 'nothing'],
    ['o:apple:iphone_os:-', 'iOS 15.1', 'affected'],
    ['o:apple:macos:-', 'macOS 12', 'affected'],
    ['o:windriver:vxworks:-', 'VxWorks 6.9', 'affected'],
    ['o:windriver:vxworks:-', 'Embedded Linux', 'nothing'],
    ['o:linux:linux_kernel:-', 'Embedded Linux', 'affected'],
    ['o:debian:debian_linux:-', 'Debian 10', 'affected'],
    ['o:microsoft:windows:-', 'Embedded Linux', 'nothing'],
    ['o:oracle:solaris:-', 'Solaris 11', 'affected'],
    // The release of 2015, or any.
    ['o:microsoft:windows_10:-', 'Windows 10 1507', 'affected'],
    ['o:microsoft:windows_10:-', 'Windows 10 1809', 'cannot_tell'],
    ['o:microsoft:windows_10:-', 'Windows 7 SP1', 'nothing'],
    ['o:microsoft:windows_10:1607', 'Windows 10 1809', 'nothing'],
    ['o:microsoft:windows:-', 'Windows 10 with Ubuntu 20.04', 'cannot_tell'],
  ])('%s and %j: %s', (platform, operatingSystem, expected) => {
    expect(answer(on(['a:meadow:viewer:2.0'], [platform]), { operatingSystem }, bill)).toBe(expected)
  })

  test('a system without a version is no version of it that is vulnerable', () => {
    expect(answer(on(['o:google:android:-']), { operatingSystem: 'Android 9' })).toBe('nothing')
    expect(answer(on(['o:microsoft:windows_10:-']), { operatingSystem: 'Windows 10 1809' })).toBe('nothing')
  })
})

describe('make and model against NVD’s own names', () => {
  test.each<[Partial<Configuration>, NvdStatement, string]>([
    [
      { manufacturer: 'Philips Healthcare', model: 'IntelliSpace Cardiovascular', softwareVersion: '2.3.0' },
      on([['a:philips:intellispace_cardiovascular:*', { upTo: '2.3.0' }]]),
      'affected',
    ],
    [
      { manufacturer: 'Philips Healthcare', model: 'IntelliSpace Cardiovascular', softwareVersion: '2.4' },
      on([['a:philips:intellispace_cardiovascular:*', { upTo: '2.3.0' }]]),
      'nothing',
    ],
    // A version that may be several is none that a name bears.
    ...['2.0 or higher', '>= 2.0', '2.0+', '~2.3', '2.0/2.4', '2.0-2.5', 'at least 2.0'].map(
      (softwareVersion): [Partial<Configuration>, NvdStatement, string] => [
        { manufacturer: 'Philips Healthcare', model: 'IntelliSpace Cardiovascular', softwareVersion },
        on([['a:philips:intellispace_cardiovascular:*', { upTo: '2.3.0' }]]),
        'cannot_tell',
      ],
    ),
    [
      { manufacturer: 'Becton, Dickinson', model: 'Alaris 8015 PCU', firmwareVersion: '9.33' },
      on([['o:bd:alaris_8015_pcu_firmware:*', { upTo: '12.1.3' }]], ['h:bd:alaris_8015_pcu:-']),
      'affected',
    ],
    [
      { manufacturer: 'Becton, Dickinson', model: 'Alaris 8015 PCU' },
      on([['o:bd:alaris_8015_pcu_firmware:*', { upTo: '12.1.3' }]], ['h:bd:alaris_8015_pcu:-']),
      'cannot_tell',
    ],
    [
      { manufacturer: 'Philips', model: 'IntelliVue MX700', softwareVersion: 'B.00' },
      on(['o:philips:intellivue_mx800_firmware:b.00'], ['h:philips:intellivue_mx800:-']),
      'nothing',
    ],
    // A maker that nobody knows, with the word for a division that makers have.
    [
      { manufacturer: 'Meadow Medical, Inc.', model: 'Drip 3000', softwareVersion: '2.0' },
      on([['a:meadow_medical:drip_3000', { upTo: '2.0' }]]),
      'affected',
    ],
    [
      { manufacturer: 'Meadow Medical', model: 'Drip 3000', softwareVersion: '2.0' },
      on([['a:meadow:drip_3000', { upTo: '2.0' }]]),
      'affected',
    ],
    [{ manufacturer: 'Meadow', model: 'Xcelera' }, on(['a:philips:xcelera']), 'nothing'],
    // An advisory would ask which one it is; of a whole catalogue the family is every product.
    [{ manufacturer: 'Topcon', model: 'TRC' }, on(['h:topcon:trc-nw8f']), 'nothing'],
    // What a device has no word of is not its product, however alike the makers' names are.
    [
      { manufacturer: 'ICU Medical', model: 'Plum 360', softwareVersion: '15' },
      on(['a:icu-project:international_components_for_unicode']),
      'nothing',
    ],
    [
      { manufacturer: 'Siemens Healthcare Diagnostics', model: 'RAPIDPoint 405' },
      on(['a:oracle:diagnostics']),
      'nothing',
    ],
    // Once HP made monitors as well, and sold that part.
    [
      { manufacturer: 'Philips', model: 'OfficeConnect 1920', softwareVersion: '5' },
      on(['o:hp:officeconnect_1920_firmware']),
      'nothing',
    ],
    [
      { manufacturer: 'Carefusion', model: 'Alaris PCU', softwareVersion: '9' },
      on(['o:bd:alaris_pcu_firmware']),
      'affected',
    ],
    // The words may be mistyped, run together, cut to initials or not be said at all.
    [
      { manufacturer: 'Philips', model: 'Intelispace Cardiovasculr', softwareVersion: '2.3' },
      on([['a:philips:intellispace_cardiovascular:*', { upTo: '2.3.0' }]]),
      'affected',
    ],
    [{ manufacturer: 'BD', model: 'MedStation ES' }, on(['h:bd:med_station_es:-']), 'affected'],
    [
      { manufacturer: 'Honeywell', model: 'EBI', softwareVersion: '4' },
      on(['a:honeywell:enterprise_buildings_integrator']),
      'affected',
    ],
    [{ manufacturer: 'MikroTik', model: 'CCR1009', firmwareVersion: '6.40' }, on(['o:mikrotik:routeros']), 'affected'],
  ])('%j, %#', (device, statement, expected) => {
    expect(answer(statement, device)).toBe(expected)
  })
})

test('a device is found among hundreds of one name, as among few', () => {
  const printers = Array.from({ length: 300 }, (_, at) => on([`h:meadow:drip_${3000 + at}:-`]))
  const compiler = compileNvd()
  for (const statement of printers) compiler.add(statement)
  const nvd = compiler.finish()
  const found = nvd.match(nvd.factsOf({ ...nothing, manufacturer: 'Meadow', model: 'Drip 3123' }))

  expect(found.map(({ cve, answer }) => [cve, answer])).toEqual([[printers[123]!.cve, 'affected']])
})

describe('components of a bill of materials', () => {
  const openssl = on(['a:openssl:openssl:1.0.2k'])
  test.each<[string, Partial<Component>, NvdStatement, string]>([
    ['a CPE is what it says', { name: 'x', cpe: criterion('a:openssl:openssl:1.0.2k', true).cpe }, openssl, 'affected'],
    [
      'a CPE without a version has that of the component',
      { name: 'x', version: '1.0.2k', cpe: criterion('a:openssl:openssl', true).cpe },
      openssl,
      'affected',
    ],
    ['a project has its own name in NVD', { name: 'OpenSSL', version: '1.0.2k' }, openssl, 'affected'],
    [
      'a package of a distribution is mended under its old number',
      { purl: 'pkg:deb/debian/openssl@1.0.2k-1' },
      openssl,
      'cannot_tell',
    ],
    [
      'a package of a distribution counts from its own epoch (Dependency-Track 5078)',
      { purl: 'pkg:deb/debian/ffmpeg@7:5.1.6-0%2Bdeb12u1' },
      on([['a:ffmpeg:ffmpeg:*', { upTo: '2.8.9' }]]),
      'nothing',
    ],
    ['another version', { name: 'OpenSSL', version: '1.0.2l' }, openssl, 'nothing'],
    [
      'the supplier names the vendor',
      { name: 'Microsoft SQL Server', version: '2014', supplier: 'Microsoft Corporation' },
      on(['a:microsoft:sql_server:2014']),
      'affected',
    ],
    [
      'a package’s publisher names the vendor',
      { purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1' },
      on([['a:apache:log4j:*', { from: '2.13.0', before: '2.15.0' }]]),
      'affected',
    ],
    [
      'a package language is what its product runs with',
      { purl: 'pkg:npm/lodash@4.17.4' },
      on([['a:lodash:lodash:*:*:*:*:*:node.js', { before: '4.17.11' }]]),
      'affected',
    ],
    [
      'the only product of its name may be it',
      { name: 'Viewer Plus', version: '2' },
      on(['a:meadow:viewer_plus:2']),
      'cannot_tell',
    ],
  ])('%s', (_, wanted, statement, expected) => {
    expect(answer(statement, {}, [component(wanted)])).toBe(expected)
  })
})

// What other products' users reported as wrong.
describe('mistakes that were made elsewhere', () => {
  test('Dependency-Track 3268: a statement on "no version" hits no version', () => {
    const old = on(['a:apache:http_server:-'])
    const server = component({ cpe: criterion('a:apache:http_server:2.4.57', true).cpe })

    expect(answer(old, {}, [server])).toBe('nothing')
  })

  test('Dependency-Track 2803: 2.8.123e comes after 2.8.75', () => {
    const flaw = on([['a:genivia:gsoap:*', { from: '2.8.0', before: '2.8.75' }]])
    const gsoap = (version: string) => [component({ cpe: criterion(`a:genivia:gsoap:${version}`, true).cpe })]

    expect(answer(flaw, {}, gsoap('2.8.123e'))).toBe('nothing')
    expect(answer(flaw, {}, gsoap('2.8.74'))).toBe('affected')
  })

  test('Dependency-Track 3500: javax.mail is not the mail of Nextcloud', () => {
    const flaw = on([['a:nextcloud:mail:*', { before: '1.11.8' }]])

    expect(answer(flaw, {}, [component({ purl: 'pkg:maven/javax.mail/mail@1.4.7' })])).toBe('nothing')
  })

  test('Dependency-Track 1929 and 3178: a name that leaves vendor or part open is the name of nothing', () => {
    const processors = on(['h:amd:*'])

    for (const cpe of ['*:*:xrandr:1.5.1', 'a:*:xrandr:1.5.1', '*:x:xrandr:1.5.1'])
      expect(answer(processors, {}, [component({ cpe: criterion(cpe, true).cpe })])).toBe('nothing')
    expect(
      answer(on(['a:meadow:*']), {}, [component({ cpe: criterion('a:*:util-linux-setarch:2.37.4', true).cpe })]),
    ).toBe('nothing')
    expect(answer(on(['a:meadow:*']), {}, [component({ cpe: criterion('a:meadow:viewer:2', true).cpe })])).toBe(
      'affected',
    )
  })

  test('Dependency-Track 5078: an epoch and a distribution’s suffix are no part of the version', () => {
    const flaw = on([['a:ffmpeg:ffmpeg:*', { upTo: '2.8.9' }]])

    expect(answer(flaw, {}, [component({ purl: 'pkg:deb/debian/ffmpeg@7:5.1.6-0+deb12u1' })])).toBe('nothing')
  })

  test('Grype 1139: the arc of Quarkus is not the archiver', () => {
    const flaw = on(['a:arc:arc:*'])

    expect(answer(flaw, {}, [component({ cpe: criterion('a:quarkus:arc:2.7.6', true).cpe })])).toBe('nothing')
    expect(answer(flaw, {}, [component({ purl: 'pkg:maven/io.quarkus.arc/arc@2.7.6' })])).not.toBe('affected')
  })

  test('Grype 2770: the kernel that a browser runs on is not the browser', () => {
    const flaw = on([['a:google:chrome:*', { before: '114.0.5735.106' }]], ['o:linux:linux_kernel:-'])

    expect(answer(flaw, { operatingSystem: 'Linux 5.14.0' })).toBe('nothing')
  })

  test('Grype 1209: 2022.12.7 and 2022.12.07 are one version', () => {
    const flaw = on([['a:certifi:certifi:*', { before: '2022.12.07' }]])

    expect(answer(flaw, {}, [component({ purl: 'pkg:pypi/certifi@2022.12.7' })])).toBe('nothing')
  })

  test('Grype 1333: a part of a project is not the project', () => {
    const flaw = on([['a:apache:cxf:*', { before: '3.3.10' }]])

    expect(answer(flaw, {}, [component({ cpe: criterion('a:apache:cxf-xjc-runtime:3.3.1', true).cpe })])).toBe(
      'nothing',
    )
    expect(answer(flaw, {}, [component({ purl: 'pkg:maven/org.apache.cxf.xjcplugins/cxf-xjc-runtime@3.3.1' })])).toBe(
      'nothing',
    )
  })

  test('Grype 753: Karaf’s library of Sling is not the servlets of Sling', () => {
    const flaw = on([['a:apache:sling_servlets_post:*', { before: '2.3.8' }]])

    expect(
      answer(flaw, {}, [component({ purl: 'pkg:maven/org.apache.sling/org.apache.sling.commons.johnzon@1.2.14' })]),
    ).toBe('nothing')
  })

  test('Grype 817: the npm package “platform” is not surely the platform of Pega', () => {
    const flaw = on([['a:pega:platform:*', { before: '8.2.1' }]])

    expect(answer(flaw, {}, [component({ purl: 'pkg:npm/platform@1.3.6' })])).not.toBe('affected')
  })

  test('a package called “constructor” is one as any other', () => {
    const flaw = on(['a:constructor:constructor:1.0'])

    expect(answer(flaw, {}, [component({ name: 'constructor', version: '1.0' })])).toBe('affected')
    expect(answer(flaw, {}, [component({ purl: 'pkg:constructor/x@1.0' })])).toBe('nothing')
  })

  test('Grype 576: the Python package “docker” is not surely what the company Docker makes', () => {
    const flaw = on([['a:docker:docker:*', { before: '18.09.2' }]])
    const others = [on(['a:docker:desktop:*', 'a:docker:compose:*', 'a:docker:machine:*'])]

    expect(answer(flaw, {}, [component({ purl: 'pkg:pypi/docker@5.0.3' })], others)).toBe('cannot_tell')
    expect(answer(flaw, {}, [component({ name: 'Docker', version: '5.0.3' })], others)).toBe('affected')
  })
})
