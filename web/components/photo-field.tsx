import { Button, CloseButton } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { Photo } from '#web/api/outbox.ts'
import classes from './photo-field.module.css'

const longestSide = 1600
const limit = 4

/** Makes the picture small enough to send from a basement, on the phone itself; its place and other data are left out. */
async function downscale(file: File): Promise<string> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return canvas.toDataURL('image/jpeg', 0.72)
}

export function PhotoField({ photos, onChange }: { photos: Photo[]; onChange: (photos: Photo[]) => void }) {
  const id = useId()
  const [problem, setProblem] = useState('')
  const add = async (file: File) => {
    setProblem('')
    try {
      onChange([...photos, { name: `photo-${photos.length + 1}.jpg`, dataUrl: await downscale(file) }])
    } catch {
      setProblem('This is not a picture that the browser can read. Take it again, as JPEG or PNG.')
    }
  }
  return (
    <div className={classes.field}>
      <span className={classes.label} id={`${id}-label`}>
        Photos
      </span>
      <span className={classes.hint}>
        Of the screen with the version, or of the label. No patient, no patient data.
      </span>
      {photos.length > 0 && (
        <ul className={classes.photos}>
          {photos.map((photo, index) => (
            <li key={photo.dataUrl.slice(-40)}>
              <img src={photo.dataUrl} alt={`To send, number ${index + 1}`} />
              <CloseButton
                aria-label={`Remove photo ${index + 1}`}
                variant="filled"
                color="dark.9"
                onClick={() => onChange(photos.filter((other) => other !== photo))}
              />
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="file"
        accept="image/*"
        capture="environment"
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void add(file)
        }}
      />
      <Button
        variant="default"
        size="md"
        leftSection={<IconCamera size={20} aria-hidden />}
        disabled={photos.length >= limit}
        onClick={() => document.getElementById(id)?.click()}
      >
        {photos.length >= limit ? `${limit} photos are enough` : 'Take a photo'}
      </Button>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </div>
  )
}
