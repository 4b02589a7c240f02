package actions

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// MaxOutputs is the size of all outputs of a job together, in bytes of UTF-16,
// as GitHub counts them; it fails a job with more.
const MaxOutputs = 1 << 20

// Output is a named value that later steps and jobs read.
type Output struct{ Name, Value string }

// AppendOutputs appends the outputs to the file that GITHUB_OUTPUT names, all
// or none of them. Each value stands between two lines of a delimiter that is
// drawn for it, so that it reads back as it is, whatever it holds, and can set
// no other output. The source of randomness is the system's own unless another
// is given, which is for tests.
//
// It refuses a name that is not made of letters, digits, "_" and "-" or is given
// twice, a value that the runner would change (one that is not UTF-8, or that
// ends with a carriage return, which Windows takes for a part of the line's
// end), and more than MaxOutputs.
func AppendOutputs(file string, outputs []Output, random io.Reader) error {
	var b strings.Builder
	size, largest := 0, Output{}
	names := map[string]bool{}
	for _, o := range outputs {
		if err := checkOutput(o); err != nil {
			return err
		}
		key := strings.ToLower(o.Name)
		if names[key] {
			return fmt.Errorf("writing the outputs: duplicate output %s", o.Name)
		}
		names[key] = true
		size += utf16Size(o.Name) + utf16Size(o.Value)
		if len(o.Value) >= len(largest.Value) {
			largest = o
		}
		delimiter, err := token(random)
		if err != nil {
			return err
		}
		if strings.Contains(o.Value, delimiter) {
			return fmt.Errorf("writing the output %s: its value holds the delimiter that was drawn for it", o.Name)
		}
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o.Name, delimiter, o.Value, delimiter)
	}
	if size > MaxOutputs {
		return fmt.Errorf("writing the outputs: they take %d bytes, and GitHub takes %d of a job; the largest is %s, with %d bytes", size, MaxOutputs, largest.Name, utf16Size(largest.Value))
	}
	if err := appendTo(file, b.String()); err != nil {
		return fmt.Errorf("writing the outputs: %w", err)
	}
	return nil
}

func checkOutput(o Output) error {
	for i, r := range o.Name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return fmt.Errorf("writing the outputs: %q is not a valid output name", o.Name)
		}
	}
	switch {
	case o.Name == "":
		return errors.New("writing the outputs: an output has no name")
	case !utf8.ValidString(o.Value):
		return fmt.Errorf("writing the output %s: its value is not UTF-8", o.Name)
	case strings.HasSuffix(o.Value, "\r"):
		return fmt.Errorf("writing the output %s: its value ends with a carriage return", o.Name)
	}
	return nil
}

// utf16Size is the number of bytes of s in UTF-16.
func utf16Size(s string) int {
	n := 0
	for _, r := range s {
		n += 2
		if r > 0xffff {
			n += 2
		}
	}
	return n
}

// appendTo appends the text to a file of the runner in one write, on a line of
// its own: whoever wrote before may have left the last line open.
func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", file)
	}
	if err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			text = "\n" + text
		}
	}
	if err == nil {
		_, err = f.WriteString(text)
	}
	return errors.Join(err, f.Close())
}
