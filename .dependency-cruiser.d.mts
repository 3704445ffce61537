declare const configuration: { forbidden: Record<string, unknown>[]; options: Record<string, unknown> }
export default configuration
