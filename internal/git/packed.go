package git

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
)

// HasPacked reports whether a pack of a bare repository has an object. Git itself would
// fetch one that a partial clone lacks, or give up.
func (r Repo) HasPacked(id string) (bool, error) {
	object, err := hex.DecodeString(id)
	if err != nil {
		return false, err
	}
	indexes, err := filepath.Glob(filepath.Join(r.Dir, "objects", "pack", "*.idx"))
	if err != nil {
		return false, err
	}
	for _, name := range indexes {
		index, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		has, err := indexHas(index, object)
		if err != nil {
			return false, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		if has {
			return true, nil
		}
	}
	return false, nil
}

// indexHas looks an object up in the index of a pack, version 2: 256 counts of the objects
// whose first byte is at most so high, and their ids in order.
// https://git-scm.com/docs/gitformat-pack
func indexHas(index, object []byte) (bool, error) {
	const counts, ids = 8, 8 + 256*4
	if len(index) < ids || !bytes.HasPrefix(index, []byte("\xfftOc\x00\x00\x00\x02")) {
		return false, errors.New("it is not the index of a pack, version 2")
	}
	upTo := func(first int) int {
		if first < 0 {
			return 0
		}
		return int(binary.BigEndian.Uint32(index[counts+4*first:]))
	}
	width := len(object)
	from, to := upTo(int(object[0])-1), upTo(int(object[0]))
	if from > to || len(index) < ids+to*width {
		return false, errors.New("its counts do not match its ids")
	}
	at := func(i int) []byte { return index[ids+(from+i)*width:][:width] }
	i := sort.Search(to-from, func(i int) bool { return bytes.Compare(at(i), object) >= 0 })
	return i < to-from && bytes.Equal(at(i), object), nil
}
