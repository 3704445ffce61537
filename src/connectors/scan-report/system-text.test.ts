import { expect, test } from 'vitest'
import { systemText } from './system-text.ts'

test.each([
  [
    { text: 'Microsoft Windows 10 Enterprise', cpe: 'cpe:/o:microsoft:windows_10:1809' },
    'Microsoft Windows 10 Enterprise 1809',
  ],
  [{ text: 'Debian 11', cpe: 'cpe:/o:debian:debian_linux:11' }, 'Debian 11'],
  [{ cpe: 'cpe:/o:microsoft:windows_7::sp1:x64' }, 'Microsoft Windows 7 SP1'],
  [{ cpe: 'cpe:2.3:o:linux:linux_kernel:5.10:*:*:*:*:*:*:*' }, 'Linux Kernel 5.10'],
  [{ text: 'Linux 5.10', cpe: 'cpe:/a:nginx:nginx:1.19.0' }, 'Linux 5.10'],
  [{ text: 'Windows Server 2016\n' }, 'Windows Server 2016'],
  [{ text: 'Ubuntu 22.04', cpe: 'no cpe' }, 'Ubuntu 22.04'],
])('%j is %s', (said, text) => {
  expect(systemText(said)).toBe(text)
})

test('of a guess only the family is taken', () => {
  expect(
    systemText({ text: 'Linux Kernel 2.6', cpe: 'cpe:/o:linux:linux_kernel -> Linux Kernel', certainty: 0.65 }),
  ).toBe('Linux Kernel')
  expect(systemText({ text: 'Linux 2.6.9', certainty: 0.7 })).toBe('Linux')
  expect(systemText({ text: 'Microsoft Windows 10\nMicrosoft Windows 7' })).toBe('Windows')
  expect(systemText({ text: 'Microsoft Windows 10\nLinux 4.4' })).toBeUndefined()
  expect(systemText({ text: 'AcmeOS 4', certainty: 0.5 })).toBeUndefined()
})

test('nothing said is nothing claimed', () => {
  expect(systemText({})).toBeUndefined()
  expect(systemText({ text: ' \n', cpe: 'cpe:/h:acme:box' })).toBeUndefined()
})
