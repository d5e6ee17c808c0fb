// Package quick stands in for the colours of source code in a terminal.
package quick

import "io"

func Highlight(w io.Writer, source, _, _, _ string) error {
	_, err := io.WriteString(w, source)
	return err
}
