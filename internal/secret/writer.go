package secret

import (
	"bytes"
	"io"
)

// Writer masks what is written through it, in whole lines. Close writes an unfinished
// last line.
type Writer struct {
	w       io.Writer
	pending []byte // lines that a private key may go on in, and an unfinished line
}

// NewWriter masks what is written to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write never reports fewer bytes than it was given, unless it fails.
func (m *Writer) Write(p []byte) (int, error) {
	i := bytes.LastIndexByte(p, '\n')
	if i < 0 {
		m.pending = append(m.pending, p...)
		return len(p), nil
	}
	m.pending = append(m.pending, p[:i+1]...)
	rest := p[i+1:]
	done := m.pending
	if open := openKey(done); open >= 0 {
		done = done[:open]
	}
	if err := m.flush(done); err != nil {
		return 0, err
	}
	m.pending = append(append([]byte{}, m.pending[len(done):]...), rest...)
	return len(p), nil
}

// openKey is where a private key begins that has not ended, or -1.
func openKey(text []byte) int {
	const begins, ends = "-----BEGIN ", "-----END "
	begin := -1
	for next := bytes.Index(text, []byte(begins)); next >= 0; next = bytes.Index(text[begin+1:], []byte(begins)) {
		begin += 1 + next // bytes.LastIndex is ten times slower, and there nearly always is none
	}
	if begin < 0 || len(text)-begin > maxPEM || bytes.Contains(text[begin:], []byte(ends)) {
		return -1
	}
	return begin
}

// Close does not close what is below.
func (m *Writer) Close() error {
	rest := m.pending
	m.pending = nil
	return m.flush(rest)
}

func (m *Writer) flush(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	if mayHold(text) {
		if spans := maskedIn(text); len(spans) > 0 {
			text = replaced(text, spans)
		}
	}
	_, err := m.w.Write(text)
	return err
}
