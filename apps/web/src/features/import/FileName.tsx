/** The name of a file: three lines of it at most, and all of it to whoever points at it or listens. */
export const FileName = (props: { name: string }) => (
  <span class="import-file-name" title={props.name}>
    {props.name}
  </span>
)
