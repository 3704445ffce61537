import { expect, test } from 'vitest'
import { readWindowsProduct, readWindowsSystem } from './windows.ts'

const bare = { release: null, servicePack: null, isCore: false, component: '' }

test.each([
  ['Windows 10 Version 1809 for x64-based Systems', { family: '10', release: '1809', architecture: 'x64' }],
  ['Windows 10 for 32-bit Systems', { family: '10', release: '1507', architecture: 'x86' }],
  ['Windows 11 version 21H2 for ARM64-based Systems', { family: '11', release: '21h2', architecture: 'arm64' }],
  ['Windows 7 for x64-based Systems Service Pack 1', { family: '7', servicePack: 1, architecture: 'x64' }],
  ['Windows Vista x64 Edition', { family: 'vista', servicePack: 0, architecture: 'x64' }],
  ['Microsoft Windows XP Service Pack 3', { family: 'xp', servicePack: 3, architecture: 'x86' }],
  [
    'Microsoft Windows XP Professional x64 Edition Service Pack 2',
    { family: 'xp', servicePack: 2, architecture: 'x64' },
  ],
  [
    'Microsoft Windows Server 2003 for Itanium-based Systems Service Pack 2',
    { family: 'server 2003', servicePack: 2, architecture: 'itanium' },
  ],
  [
    'Windows Server 2008 R2 for x64-based Systems Service Pack 1 (Server Core installation)',
    { family: 'server 2008 r2', servicePack: 1, architecture: 'x64', isCore: true },
  ],
  [
    'Windows Server 2012 R2 (server core installation)',
    { family: 'server 2012 r2', architecture: 'x64', isCore: true },
  ],
  ['Windows Server 2016  ', { family: 'server 2016', architecture: 'x64' }],
  [
    'Windows Server, version 20H2 (Server Core Installation)',
    { family: 'server', release: '20h2', architecture: 'x64', isCore: true },
  ],
  [
    'Windows Server 2022, 23H2 Edition (Server Core installation)',
    { family: 'server', release: '23h2', architecture: 'x64', isCore: true },
  ],
  [
    'Internet Explorer 11 on Windows Server 2019',
    { family: 'server 2019', architecture: 'x64', component: 'Internet Explorer 11' },
  ],
  [
    'Microsoft .NET Framework 3.5 AND 4.8 on Windows 10 Version 21H2 for x64-based Systems',
    { family: '10', release: '21h2', architecture: 'x64', component: 'Microsoft .NET Framework 3.5 AND 4.8' },
  ],
])('%s is one Windows', (name, expected) => {
  expect(readWindowsProduct(name)).toEqual({ ...bare, ...expected })
})

test.each([
  'Windows 10 HLK Version 22H2',
  'Windows ADK for Windows 10, version 1809',
  'Windows 10 Version 1809 for HoloLens',
  '.NET 8.0 installed on Windows',
  'Windows Admin Center',
  'Windows Defender',
  'Microsoft Office 2016 (64-bit edition)',
])('%s is not a Windows that a device runs', (name) => {
  expect(readWindowsProduct(name)).toBeUndefined()
})

test.each([
  [
    'Windows 10 Enterprise LTSC 2019 x64',
    { family: '10', release: '1809', architecture: 'x64', build: 17763, revision: null },
  ],
  [
    'Microsoft Windows 10 IoT Enterprise (10.0.17763.5329, 64-bit)',
    { family: '10', release: '1809', build: 17763, revision: 5329 },
  ],
  ['Win10 21H2 build 19044.4651', { family: '10', release: '21h2', build: 19044, revision: 4651 }],
  ['Microsoft Windows 10 Pro 10.0.22631', { family: '11', release: '23h2', architecture: 'x64' }],
  ['Windows 10', { family: '10', release: null, build: null }],
  ['Win7 SP1 x64', { family: '7', servicePack: 1, architecture: 'x64' }],
  ['Windows 7 Professional', { family: '7', servicePack: null, architecture: null }],
  ['Windows 7 Enterprise 6.1.7600', { family: '7', servicePack: 0 }],
  ['Windows Embedded Standard 7', { family: '7' }],
  ['POSReady 2009', { family: 'xp', servicePack: 3 }],
  ['Windows XP Professional SP2 (5.1.2600)', { family: 'xp', servicePack: 2 }],
  [
    'Microsoft(R) Windows(R) Server 2003 Standard x64 Edition 5.2.3790 Service Pack 1',
    { family: 'server 2003', servicePack: 1, architecture: 'x64' },
  ],
  ['Windows Server 2012 R2 Standard', { family: 'server 2012 r2', architecture: 'x64' }],
  ['Windows Server 10.0.20348.2227', { family: 'server 2022', build: 20348, revision: 2227 }],
  ['Microsoft Windows Server 2016 Datacenter (Server Core)', { family: 'server 2016', isCore: true }],
])('"%s" in an inventory is read as far as it goes', (text, expected) => {
  expect(readWindowsSystem(text)).toMatchObject(expected)
})

test.each(['', 'VxWorks 6.9', 'Windows CE 6.0', 'Windows Mobile 6.5', 'Ubuntu 18.04', 'Windows'])(
  '"%s" is no Windows whose updates are told apart by name',
  (text) => {
    expect(readWindowsSystem(text)).toBeUndefined()
  },
)
