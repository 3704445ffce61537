import { PasswordInput } from '@mantine/core'

const shortest = 12

/** Why a new password cannot be taken yet; the server decides in the end. */
export const weakness = (password: string): string | null =>
  password.length === 0
    ? 'Choose a password first.'
    : password.length < shortest
      ? `The password needs at least ${shortest} characters; a few words in a row are good.`
      : null

export function NewPassword({
  label = 'New password',
  value,
  onChange,
}: {
  label?: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <PasswordInput
      label={label}
      description={`At least ${shortest} characters. A few words in a row are good.`}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
