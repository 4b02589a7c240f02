package weights

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// The records at the end of a ZIP archive (PKWARE APPNOTE.TXT, 4.3.14 to 4.3.16).
const (
	endSignature     = "PK\x05\x06"
	endSize          = 22
	locator64        = "PK\x06\x07"
	locator64Size    = 20
	end64Signature   = "PK\x06\x06"
	end64Size        = 56
	entrySignature   = "PK\x01\x02"
	maxZipCommentLen = 1<<16 - 1
)

// directory is what the end of an archive tells of its directory.
type directory struct {
	start  int // of the archive: what is before it is not part of it
	offset int // of the directory, from the start
}

var errAmbiguous = errors.New("its readers do not agree on where the directory of the archive is")

// directoryOf reads the end of an archive. Readers of archives look for it from the end of
// the file: Python's zipfile reads one behind any bytes, such as a program or a pickle. Of
// what readers do not agree about, nothing can be said; is reports whether there is an end
// at all.
func directoryOf(content []byte) (d directory, is bool, err error) {
	from := max(0, len(content)-endSize-maxZipCommentLen)
	i := bytes.LastIndex(content[from:], []byte(endSignature))
	if i < 0 || len(content)-from-i < endSize {
		return d, false, nil
	}
	end := from + i
	record := content[end:]
	comment := int(binary.LittleEndian.Uint16(record[20:]))
	size, offset := uint64(binary.LittleEndian.Uint32(record[12:])), uint64(binary.LittleEndian.Uint32(record[16:]))
	if at := end - locator64Size; at >= 0 && bytes.HasPrefix(content[at:], []byte(locator64)) {
		if end = at - end64Size; end < 0 || !bytes.HasPrefix(content[end:], []byte(end64Signature)) {
			return d, true, errAmbiguous
		}
		size64, offset64 := binary.LittleEndian.Uint64(content[end+40:]), binary.LittleEndian.Uint64(content[end+48:])
		if size != size64 && size != 1<<32-1 || offset != offset64 && offset != 1<<32-1 {
			return d, true, errAmbiguous
		}
		size, offset = size64, offset64
	}
	if size > uint64(end) || offset > uint64(end)-size {
		return d, true, errors.New("the archive is broken")
	}
	if len(record) != endSize+comment {
		return d, true, errAmbiguous
	}
	return directory{end - int(size) - int(offset), int(offset)}, true, nil
}

// isArchive reports whether a file is a ZIP archive by its beginning.
func isArchive(content []byte) bool { return begins("PK\x03\x04")(content) }

// holdsArchive reports whether a ZIP archive is in a file behind other bytes.
func holdsArchive(content []byte) bool {
	d, is, err := directoryOf(content)
	return is && (err != nil || bytes.HasPrefix(content[d.start+d.offset:], []byte(entrySignature)))
}

// archivesIn are the archives that readers find in a file: those who count from where the
// archive begins, and those who count from where the file does.
func archivesIn(content []byte) ([]*zip.Reader, error) {
	d, is, err := directoryOf(content)
	if !is {
		err = errors.New("the archive is broken")
	}
	if err != nil {
		return nil, err
	}
	starts := []int{d.start}
	if d.start > 0 && bytes.HasPrefix(content[d.offset:], []byte(entrySignature)) {
		starts = append(starts, 0)
	}
	var out []*zip.Reader
	for _, start := range starts {
		archive, err := zip.NewReader(bytes.NewReader(content[start:]), int64(len(content)-start))
		if err != nil {
			return nil, errors.New("the archive is broken")
		}
		if len(archive.File) > maxMembers*20 {
			return nil, fmt.Errorf("the archive has more than %d members", maxMembers*20)
		}
		out = append(out, archive)
	}
	return out, nil
}

// formatOfArchive tells by its members whether a ZIP archive is a checkpoint of
// torch, a file of Keras or an archive of TorchServe. Other archives hold data.
// The names are those of the archive's directory, else, where only the beginning
// is there, of its members themselves. A name is enough; else the content tells.
func formatOfArchive(content []byte) Format {
	f, found := formatOfMembers(content, entrySignature, 28, 46)
	if !found {
		f, _ = formatOfMembers(content, "PK\x03\x04", 26, 30)
	}
	if f.Name != "" {
		return f
	}
	archives, _ := archivesIn(content) // one that is broken is no weights by its members
	left := int64(maxUnpacked)
	for _, archive := range archives {
		for _, m := range archive.File[:min(len(archive.File), maxMembers)] {
			r, err := m.Open()
			if err != nil {
				continue
			}
			b, _ := io.ReadAll(io.LimitReader(r, min(left, maxMember)))
			left -= int64(len(b))
			r.Close() // it has been read; a failure to close changes nothing
			if f := formatOfBytes(b); f.Name != "" {
				return f
			}
		}
	}
	return Format{}
}

// formatOfMembers looks through the headers that begin with a signature, of which
// each has the length of its name at one offset and the name at another. Nothing
// is kept of them: a small file can have a million.
func formatOfMembers(content []byte, signature string, length, name int) (f Format, found bool) {
	for {
		at := bytes.Index(content, []byte(signature))
		if at < 0 || len(content) < at+name {
			return Format{}, found
		}
		header := content[at:]
		n := int(binary.LittleEndian.Uint16(header[length:]))
		if f = formatOfMember(string(header[name:min(len(header), name+n)])); f.Name != "" {
			return f, true
		}
		content, found = header[name:], true
	}
}

// readZip reads the pickles of an archive. In a checkpoint of torch, these are the members
// that are named so: others are numbers (torch/serialization.py).
func (p *unpacker) readZip(content []byte, depth int) error {
	archives, err := archivesIn(content)
	if err != nil {
		return err
	}
	for _, archive := range archives {
		torch := slices.ContainsFunc(archive.File, func(m *zip.File) bool { return path.Base(m.Name) == "data.pkl" })
		for _, m := range archive.File {
			if strings.HasSuffix(m.Name, "/") {
				continue
			}
			if err := p.readMember(m, depth, torch && !isPickleName(path.Base(m.Name))); err != nil {
				return fmt.Errorf("%s: %w", quoted(m.Name), err)
			}
		}
	}
	return nil
}

// readMember reads a member that is a pickle or an archive. One of numbers is read only if
// it is an array of NumPy, which reads archives of torch as its own.
func (p *unpacker) readMember(m *zip.File, depth int, numbers bool) error {
	r, err := m.Open()
	if err != nil {
		return errors.New("it cannot be unpacked")
	}
	defer r.Close()
	if !numbers {
		return p.readStream(m.Name, r, depth)
	}
	begin := make([]byte, len(array))
	if n, _ := io.ReadFull(r, begin); string(begin[:n]) != array {
		return nil
	}
	return p.readStream(m.Name, io.MultiReader(strings.NewReader(array), r), depth)
}
