/**
 * The names of Windows: Microsoft's own for its products (`Windows 10 Version 1809 for x64-based Systems`) and the texts of
 * inventories (`Win10 Ent LTSC 10.0.17763.5329 x64`), read into one form. Pure.
 */
export { isWindowsItself, readWindowsProduct, type WindowsProduct } from './windows-product.ts'
export { serverReleases, windowsReleases } from './windows-releases.ts'
export { readWindowsSystem, type WindowsArchitecture, type WindowsSystem } from './windows-system.ts'
