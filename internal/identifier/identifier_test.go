package identifier

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestForms: what is one of a kind, and what only looks like it.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		header, cell string
		kind         Kind
		is           bool
	}{
		{"x", "anna.schmidt@posteo.de", Email, true},
		{"x", "a@example.org", Email, false},
		{"x", "user@1.2.3", Email, false},
		{"x", "git@github", Email, false},
		{"x", "DE89 3704 0044 0532 0130 00", IBAN, true},
		{"x", "DE89 3704 0044 0532 0130 01", IBAN, false},
		{"x", "GB82WEST12345698765432", IBAN, true},
		{"x", "4539 5787 6362 1486", PaymentCard, true},
		{"x", "4539 5787 6362 1487", PaymentCard, false},
		{"x", "4111111111111111", PaymentCard, false}, // for tests
		{"x", "9783161484100", PaymentCard, false},    // ISBN
		{"x", "1700000000006", PaymentCard, false},    // milliseconds
		{"x", "12345678Z", NationalID, true},
		{"x", "12345678A", NationalID, false},
		{"x", "RSSMRA85T10A562S", NationalID, true},
		{"x", "RSSMRA85T10A562T", NationalID, false},
		{"x", "131052-308T", NationalID, true},
		{"x", "255081416802538", NationalID, true},
		{"x", "529.982.247-25", NationalID, true},
		{"x", "529.982.247-26", NationalID, false},
		{"x", "85073003328", NationalID, true},
		{"pesel", "44051401359", NationalID, true},
		{"x", "44051401359", NationalID, false}, // one in ten numbers is one
		{"nino", "AA 12 34 56 C", NationalID, true},
		{"nino", "AA123456", NationalID, true},
		{"nino", "BG123456A", NationalID, false},
		{"x", "AA123456C", NationalID, false},
		{"x", "M2812345C", NationalID, true},   // Spain, of who has neither DNI nor NIE
		{"x", "85473003317", NationalID, true}, // Belgium, of who is not registered
		{"x", "85993003377", NationalID, false},
		{"ssn", "219-09-9999", NationalID, true},
		{"ssn", "666-09-9999", NationalID, false},
		{"ip", "81.2.69.142", IP, true},
		{"version", "81.2.69.142", IP, false},
		{"ip", "192.168.1.10", IP, false},
		{"ip", "203.0.113.7", IP, false},
		{"client_ip", "2a02:2f0e::1", IP, true},
		{"x", "+49 30 901820", Phone, true},
		{"x", "+1 (415) 555-2671", Phone, true},
		{"x", "+1.2345678", Phone, false},
		{"x", "0.237115", Phone, false},
		{"x", "2021-03-04", Phone, false},
		{"x", "030 901820", Phone, false},
		{"phone", "030 901820", Phone, true},
		{"phoneVerified", "030 901820", Phone, false},
		{"phone", "2021-03-04", Phone, false},
		{"birthDate", "1984-03-02", BirthDate, true},
		{"date", "1984-03-02", BirthDate, false},
		{"birth_place", "1984-03-02", BirthDate, false},
		{"latitude", "52.520008", Location, true},
		{"latitude", "52.52", Location, false},
		{"score", "52.520008", Location, false},
	} {
		col := NewColumn(c.header)
		col.Add(c.cell)
		got := false
		for _, k := range col.Counts() {
			got = got || k.Kind == c.kind && k.Hits > 0
		}
		if got != c.is {
			t.Errorf("%s %q is %s: %v", c.header, c.cell, c.kind, got)
		}
	}
}

// TestMask: no mask shows more than a letter of each part.
func TestMask(t *testing.T) {
	for value, want := range map[string]string{"anna.schmidt@posteo.de": "a…@p…", "DE89370400440532013000": "D…", "+4930901820": "+…", "": "…", "ä": "ä…", "\xff1": "\ufffd…"} {
		if got := Mask(value); got != want {
			t.Errorf("%q is masked as %q", value, got)
		}
	}
}

// FuzzAdd: no cell is too strange, and no mask shows it.
func FuzzAdd(f *testing.F) {
	for _, seed := range []string{"", "x1", "+x", "a@b.de", "DE89370400440532013000", "ıİ1234567", "\xff@\xff.de"} {
		f.Add("ssn", seed)
	}
	f.Fuzz(func(t *testing.T, name, cell string) {
		c := NewColumn(name)
		c.Add(cell)
		IsValue(cell)
		for _, k := range c.Counts() {
			if k.Hits > 0 && len([]rune(k.Mask)) > 5 {
				t.Errorf("%q is masked as %q", cell, k.Mask)
			}
		}
	})
}

// bars are those of policies/data/identifiers.yaml, by which a rule decides.
func bars(t *testing.T) func(c *Column) []Kind {
	t.Helper()
	src, err := os.ReadFile("../../policies/data/identifiers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, found := document.Parse("identifiers.yaml", src)
	if len(found) > 0 {
		t.Fatal(found)
	}
	number := func(kind Kind, key string) float64 {
		v := 0.0
		if n := d.Root.Get("items").Get(string(kind)).Get(key); n == nil {
			t.Fatalf("%s has no %s", kind, key)
		} else if _, err := fmt.Sscan(n.Value, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	return func(c *Column) []Kind {
		var out []Kind
		for _, k := range c.Counts() {
			key := "percent"
			if k.Named {
				key = "percent_named"
			}
			if float64(k.Hits) >= number(k.Kind, "least") && float64(100*k.Hits) >= number(k.Kind, key)*float64(c.Cells) {
				out = append(out, k.Kind)
			}
		}
		return out
	}
}

// table makes columns that hold identifiers, and such as look like them.
type table struct{ *rand.Rand }

func (r table) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

func (r table) pick(list ...string) string { return list[r.IntN(len(list))] }

func (r table) word() string {
	var b strings.Builder
	for range 3 + r.IntN(8) {
		b.WriteByte(byte('a' + r.IntN(26)))
	}
	return b.String()
}

func (r table) email() string {
	return r.word() + r.pick(".", "_", "") + r.word() + "@" + r.word() + r.pick(".com", ".de", ".co.uk", ".org", ".fr")
}

func (r table) iban() string {
	country := r.pick("DE", "FR", "NL", "ES", "BE", "PL")
	bban := r.digits(ibanLengths[country] - 4)
	for check := 2; check < 99; check++ {
		if s := fmt.Sprintf("%s%02d%s", country, check, bban); isIBAN(s) {
			return s
		}
	}
	panic("no check digits")
}

func (r table) card() string {
	stem := r.pick("4", "51", "55", "2221", "6011")
	stem += r.digits(15 - len(stem))
	for d := range 10 {
		if s := stem + fmt.Sprint(d); luhn(s) {
			return s
		}
	}
	panic("no check digit")
}

func (r table) dni() string {
	n := r.digits(8)
	v := 0
	fmt.Sscan(strings.TrimLeft(n, "0")+"", &v)
	return n + string("TRWAGMYFPDXBNJZSQVHLCKE"[v%23])
}

func (r table) cpf() string {
	s := "1" + r.digits(8)
	s += string(cpfDigit(s))
	return s + string(cpfDigit(s))
}

func (r table) phone(locale string) string {
	switch locale {
	case "e164":
		return r.pick("+49", "+33", "+1415", "+44", "+351", "+48") + "2" + r.digits(8)
	case "spaced":
		return r.pick("+49 30 ", "+33 1 ", "+1 (415) 555-", "+44 20 ") + "2" + r.digits(3) + " " + r.digits(4)
	}
	return r.pick("030 ", "01 42 ", "(415) 555-", "0171/") + r.digits(3) + r.digits(4)
}

func (r table) day(from, to int) string {
	return fmt.Sprintf("%04d-%02d-%02d", from+r.IntN(to-from), 1+r.IntN(12), 1+r.IntN(28))
}

// with are columns that hold a kind: their names and what makes a cell.
func (r table) with() []struct {
	kind Kind
	name string
	cell func() string
} {
	type column = struct {
		kind Kind
		name string
		cell func() string
	}
	var out []column
	for _, name := range []string{"email", "contact", "c7", "userEmail", "kontakt"} {
		out = append(out, column{Email, name, r.email})
	}
	for _, name := range []string{"iban", "account", "c8", "payee"} {
		out = append(out, column{IBAN, name, r.iban})
	}
	for _, name := range []string{"card_number", "payment", "c9"} {
		out = append(out, column{PaymentCard, name, r.card})
	}
	out = append(out, column{NationalID, "dni", r.dni}, column{NationalID, "c10", r.dni}, column{NationalID, "documento", r.cpf}, column{NationalID, "cpf", r.cpf})
	out = append(out, column{Phone, "phone", func() string { return r.phone("e164") }}, column{Phone, "c11", func() string { return r.phone("e164") }},
		column{Phone, "contact", func() string { return r.phone("spaced") }}, column{Phone, "telephone", func() string { return r.phone("national") }}, column{Phone, "mobileNumber", func() string { return r.phone("national") }})
	out = append(out, column{IP, "ip", func() string {
		return fmt.Sprintf("%d.%d.%d.%d", 11+r.IntN(90), r.IntN(256), r.IntN(256), 1+r.IntN(250))
	}},
		column{BirthDate, "date_of_birth", func() string { return r.day(1930, 2015) }}, column{Location, "longitude", func() string { return fmt.Sprintf("%.6f", r.Float64()*360-180) }})
	return out
}

// without are columns that look like identifiers and are none.
func (r table) without() map[string]func() string {
	return map[string]func() string{
		"id": func() string { return r.digits(9) }, "order_id": func() string { return "4" + r.digits(15) }, "timestamp": func() string { return "17" + r.digits(11) },
		"price": func() string { return fmt.Sprintf("%.6f", r.Float64()) }, "year": func() string { return fmt.Sprint(1900 + r.IntN(125)) }, "date": func() string { return r.day(1990, 2025) },
		"isbn": func() string { return "978" + r.digits(10) }, "version": func() string { return fmt.Sprintf("%d.%d.%d.%d", r.IntN(5), r.IntN(20), r.IntN(9), r.IntN(99)) },
		"hash": func() string { return fmt.Sprintf("%064x", r.Uint64()) }, "name": r.word, "text": func() string { return r.word() + " " + r.word() + " " + r.word() },
		"email_verified": func() string { return r.pick("true", "false") }, "phone_model": func() string { return r.pick("iPhone 14", "Pixel 8", "3310") }, "zip": func() string { return r.digits(5) },
		"sku": func() string { return strings.ToUpper(r.word()[:3]) + "-" + r.digits(6) }, "package": func() string { return r.word() + "@" + r.digits(1) + "." + r.digits(1) + ".0" }, "code11": func() string { return r.digits(11) },
		"code15": func() string { return "1" + r.digits(14) }, "score": func() string { return fmt.Sprintf("%+.4f", r.Float64()*100) }, "delta": func() string { return fmt.Sprintf("%+d", r.IntN(2000)-1000) },
		"station_code": func() string { return r.digits(8) + r.pick("A", "B", "Z") }, "login": func() string { return r.word() + "@example.com" }, "host": func() string { return "10." + r.digits(1) + ".0." + r.digits(1) },
		"url": func() string { return "https://" + r.word() + ".com/" + r.word() }, "label": func() string { return r.pick("phone", "email", "iban") }, "account_age": func() string { return r.digits(3) },
		"pan_europe": func() string { return r.pick("yes", "no") }, "cell": func() string { return r.digits(4) }, "born_rank": func() string { return r.digits(2) }, "lat_count": func() string { return r.digits(3) },
	}
}

// TestBars holds detection against generated tables: how many of the columns that are
// found are right, and how many of those that hold a kind are found.
func TestBars(t *testing.T) {
	decide := bars(t)
	r := table{rand.New(rand.NewPCG(12, 2026))}
	found, right := 0, 0
	held, hit := map[Kind]int{}, map[Kind]int{}
	columns := 0
	fill := func(name string, cell func() string, empty float64) *Column {
		c := NewColumn(name)
		for range 300 {
			if r.Float64() < empty {
				c.Add("")
				continue
			}
			c.Add(cell())
		}
		columns++
		return c
	}
	for range 12 {
		for _, w := range r.with() {
			kinds := decide(fill(w.name, w.cell, 0.2))
			held[w.kind]++
			for _, k := range kinds {
				found++
				if k == w.kind {
					right++
					hit[k]++
				} else {
					t.Logf("%s in %s (%s)", k, w.name, w.kind)
				}
			}
		}
		for name, cell := range r.without() {
			for _, k := range decide(fill(name, cell, 0.2)) {
				found++
				t.Logf("%s in %s", k, name)
			}
		}
	}
	precision := float64(right) / float64(found)
	t.Logf("%d columns, precision %.3f", columns, precision)
	if columns < 400 || precision < 0.98 {
		t.Errorf("precision is %.3f over %d columns", precision, columns)
	}
	for kind, n := range held {
		least := 0.99
		if kind == Phone {
			least = 0.9
		}
		recall := float64(hit[kind]) / float64(n)
		t.Logf("%s: recall %.3f of %d", kind, recall, n)
		if recall < least {
			t.Errorf("%s: recall is %.3f of %d columns", kind, recall, n)
		}
	}
}

// BenchmarkAdd is the cost of tables of 2,000 rows, in bytes.
func BenchmarkAdd(b *testing.B) {
	r := table{rand.New(rand.NewPCG(1, 1))}
	type column struct {
		name  string
		cells []string
	}
	var columns []column
	size := 0
	add := func(name string, cell func() string) {
		c := column{name: name}
		for range 2000 {
			c.cells = append(c.cells, cell())
			size += len(c.cells[len(c.cells)-1]) + 1
		}
		columns = append(columns, c)
	}
	for _, w := range r.with() {
		add(w.name, w.cell)
	}
	for name, cell := range r.without() {
		add(name, cell)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, c := range columns {
			counts := NewColumn(c.name)
			for _, cell := range c.cells {
				counts.Add(cell)
			}
		}
	}
}

// TestOrderOfRowsNeverHides: what comes late in a column counts as what comes first.
func TestOrderOfRowsNeverHides(t *testing.T) {
	c := NewColumn("notes")
	for range 1000 {
		c.Add("see the file")
	}
	for i := range 9000 {
		c.Add(fmt.Sprintf("anna.%d@posteo.de", i))
	}
	if got := bars(t)(c); len(got) != 1 || got[0] != Email {
		t.Errorf("a column of 9,000 addresses after 1,000 other texts: %v", got)
	}
}

// TestEmailByHand holds what reads addresses by hand against the expression that it
// stands for.
func TestEmailByHand(t *testing.T) {
	expression := regexp.MustCompile(`^(?:mailto:)?[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})$`)
	reservedNames := regexp.MustCompile(`(?i)(?:^|\.)(?:example\.(?:com|net|org)|(?:example|test|invalid|localhost|local))$`)
	r := rand.New(rand.NewPCG(3, 4))
	parts := []string{"a", "anna", "@", ".", "-", "example", "Example", "com", "org", "test", "de", "mailto:", "posteo", "1", "é", "{", " ", strings.Repeat("x", 63), "local", "myexample"}
	yes := 0
	for range 200_000 {
		var b strings.Builder
		for i := range 2 + r.IntN(6) {
			if b.WriteString(parts[r.IntN(len(parts))]); i == 0 {
				b.WriteString("@")
			} else if r.IntN(2) == 0 {
				b.WriteString(".")
			}
		}
		s := b.String()
		m := expression.FindStringSubmatch(s)
		want := m != nil && !reservedNames.MatchString(m[1])
		if want {
			yes++
		}
		if got := isEmail(s); got != want {
			t.Fatalf("%q: %v", s, got)
		}
	}
	if yes < 1000 {
		t.Errorf("only %d addresses were tried", yes)
	}
}

// TestIndependentNumbers holds detection against valid numbers that others collected
// (the sources are in the files): IBANs of all countries, and phone numbers of all
// regions in the international form, under names that tell nothing; national numbers under
// the name of their kind.
func TestIndependentNumbers(t *testing.T) {
	for _, c := range []struct {
		file  string
		kind  Kind
		least float64
	}{{"ibans.txt", IBAN, 0.99}, {"phones.txt", Phone, 0.90}, {"national.txt", NationalID, 0.99}} {
		src, err := os.ReadFile("testdata/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		all, hits := 0, 0
		for line := range strings.Lines(string(src)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			all++
			name := "c1"
			if c.kind == NationalID {
				name, line, _ = strings.Cut(line, " ")
			}
			column := NewColumn(name)
			column.Add(line)
			if slices.ContainsFunc(column.Counts(), func(k Count) bool { return k.Kind == c.kind && k.Hits == 1 }) {
				hits++
			} else {
				t.Logf("%s: missed %s", c.file, line)
			}
		}
		t.Logf("%s: %d of %d", c.file, hits, all)
		if all < 55 || float64(hits) < c.least*float64(all) {
			t.Errorf("%s: %d of %d are found", c.file, hits, all)
		}
	}
}
