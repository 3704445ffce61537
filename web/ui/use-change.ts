import { useMutation, useQueryClient } from '@tanstack/react-query'
import { tell } from './notice.ts'

/** Sends a change; afterwards everything on the screen is read anew. */
export function useChange<Input, Output>(
  send: (input: Input) => Promise<Output>,
  options: {
    done?: string | ((output: Output, input: Input) => string)
    onDone?: (output: Output, input: Input) => void
  } = {},
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (output, input) => {
      const { done, onDone } = options
      if (done) tell(typeof done === 'function' ? done(output, input) : done)
      onDone?.(output, input)
      await queryClient.invalidateQueries()
    },
  })
}
