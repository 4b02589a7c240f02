package results

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// IsArrays reports whether a file is an archive of arrays by NumPy, by its name: np.savez
// gives no other.
func IsArrays(file string) bool { return strings.EqualFold(path.Ext(file), ".npz") }

// What is read of such an archive: the few arrays of one tool's results.
const (
	maxArrays = 16
	maxArray  = 8 << 20 // bytes of one, unpacked
)

// table is an array of numbers in one or two dimensions.
type table struct {
	columns int
	values  []float64
}

// arrayHeader is the header of an array of numbers, as NumPy writes it
// (numpy/lib/format.py): one of objects is a pickle, and is not read.
var arrayHeader = pattern.New(`^\{'descr': '([<|])([fib])([1248])', 'fortran_order': False, 'shape': \((\d{1,8}),(?: (\d{1,8}))?\), \}\s*$`)

var errNoNumbers = errors.New("it is not an array of numbers in one or two dimensions, as NumPy writes it")

// readTable reads an array of NumPy.
func readTable(b []byte) (table, error) {
	if len(b) < 10 || !bytes.HasPrefix(b, []byte("\x93NUMPY\x01")) {
		return table{}, errNoNumbers
	}
	start := 10 + int(binary.LittleEndian.Uint16(b[8:]))
	if start > len(b) {
		return table{}, errNoNumbers
	}
	header := arrayHeader.FindStringSubmatch(string(b[10:start]))
	if header == nil {
		return table{}, errNoNumbers
	}
	size, _ := strconv.Atoi(header[3])
	number, ok := numberReaders[header[2]+header[3]]
	rows, _ := strconv.Atoi(header[4])
	t := table{columns: 1}
	if header[5] != "" {
		t.columns, _ = strconv.Atoi(header[5])
	}
	if !ok || (size == 1) != (header[1] == "|") || len(b)-start != rows*t.columns*size {
		return table{}, errNoNumbers
	}
	for at := start; at < len(b); at += size {
		t.values = append(t.values, number(b[at:]))
	}
	return t, nil
}

// numberReaders read a number of NumPy's kinds, by their letter and their bytes.
var numberReaders = map[string]func([]byte) float64{
	"f4": func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) },
	"f8": func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) },
	"i4": func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) },
	"i8": func(b []byte) float64 { return float64(int64(binary.LittleEndian.Uint64(b))) },
	"b1": func(b []byte) float64 { return float64(b[0]) },
}

// rows is how many rows a table has.
func (t table) rows() int { return len(t.values) / max(t.columns, 1) }

// mean is the mean of a row.
func (t table) mean(row int) float64 {
	sum := 0.0
	for _, v := range t.values[row*t.columns : (row+1)*t.columns] {
		sum += v
	}
	return sum / float64(t.columns)
}

// tablesIn reads the named arrays of an archive. Of several of one name, programs read
// different ones.
func tablesIn(src []byte, names []string) (map[string]table, error) {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, errors.New("the archive is broken")
	}
	if len(z.File) > maxArrays {
		return nil, fmt.Errorf("the archive has %d arrays (limit: %d)", len(z.File), maxArrays)
	}
	out := map[string]table{}
	for _, name := range names {
		for _, f := range z.File {
			if f.Name != name+".npy" {
				continue
			}
			if _, twice := out[name]; twice {
				return nil, fmt.Errorf("the archive has two arrays %q", name)
			}
			if out[name], err = tableOf(f); err != nil {
				return nil, fmt.Errorf("%q: %w", name, err)
			}
		}
	}
	return out, nil
}

// tableOf unpacks an array, within the limit whatever the archive says of its size.
func tableOf(f *zip.File) (table, error) {
	r, err := f.Open()
	if err != nil {
		return table{}, errors.New("it cannot be unpacked")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxArray+1))
	switch {
	case err != nil:
		return table{}, errors.New("it cannot be unpacked")
	case len(b) > maxArray:
		return table{}, fmt.Errorf("it has more than %d bytes", maxArray)
	}
	return readTable(b)
}

// parseArrays reads the evaluations of a training of Stable-Baselines3 as a document of two
// rows, as parseEvents does. What is no such archive has no root.
func parseArrays(file string, src []byte) *document.Document {
	if !bytes.HasPrefix(src, []byte("PK")) {
		return document.OfBytes(document.Arrays, file, src, nil)
	}
	tables, err := tablesIn(src, []string{"timesteps", "results", "ep_lengths", "successes"})
	if err == nil {
		_, timed := tables["timesteps"]
		_, rewarded := tables["results"]
		if !timed || !rewarded {
			return document.OfBytes(document.Arrays, file, src, nil)
		}
		err = sameRows(tables)
	}
	root := &document.Node{Kind: document.Mapping}
	if err != nil {
		root.Children = append(root.Children, textNode("problem", err.Error()))
	} else {
		root.Children = evaluationRows(tables)
	}
	return document.OfBytes(document.Arrays, file, src, root)
}

// sameRows wants a row for each evaluation in every array, and an episode in each.
func sameRows(tables map[string]table) error {
	rows := tables["timesteps"].rows()
	for _, name := range []string{"results", "ep_lengths", "successes"} {
		t, there := tables[name]
		if there && (t.rows() != rows || rows == 0 || t.columns == 0) {
			return fmt.Errorf("%q has %d rows, but \"timesteps\" has %d", name, t.rows(), rows)
		}
	}
	return nil
}

// evaluationMeans are the names under which EvalCallback logs the means of its arrays.
var evaluationMeans = []struct{ array, metric string }{{"results", "mean_reward"}, {"ep_lengths", "mean_ep_length"}, {"successes", "success_rate"}}

// evaluationRows are the last evaluation, and the one of the greatest mean reward, the first
// of equals: EvalCallback saves the model of that one as best_model.zip.
func evaluationRows(tables map[string]table) []*document.Node {
	rewards := tables["results"]
	last := rewards.rows() - 1
	best, greatest := last, math.Inf(-1)
	for i := range rewards.rows() {
		if mean := rewards.mean(i); mean > greatest {
			best, greatest = i, mean
		}
	}
	out := []*document.Node{numberNode("episodes", strconv.Itoa(rewards.columns))}
	for _, row := range []struct {
		name string
		at   int
	}{{"last", last}, {"best", best}} {
		n := &document.Node{Key: row.name, Kind: document.Mapping}
		for _, m := range evaluationMeans {
			if t, there := tables[m.array]; there {
				n.Children = append(n.Children, numberNode(m.metric, strconv.FormatFloat(t.mean(row.at), 'f', -1, 64)))
			}
		}
		out = append(out, n)
	}
	return out
}
