package cards

import (
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// splitPeriods are the years that a section states for the data of the training and of the test.
type splitPeriods struct{ train, test years }

// years are the first and the last of some; the zero value is none.
type years struct{ from, to int }

const yearSpan = `[^.;0-9]{0,60}?\b((?:19|20)[0-9]{2})(?: ?(?:-|–|—|to|until|through|till|bis|à|a|hasta|até) ?((?:19|20)[0-9]{2}))?\b`

var (
	trainYears = pattern.New(`(?i)(?:^|[^\pL-])(?:train(?:ing|ed)?|trainings\pL*|trainiert|entraînement|entrenamiento|treino)\b` + yearSpan)
	testYears  = pattern.New(`(?i)(?:^|[^\pL-])(?:test(?:ed|ing|s)?|testdaten|held-?out|hold-?out|evaluat(?:ed|ion)|getestet|prueba|teste)\b` + yearSpan)
	// inMonths is a sentence that says more than years.
	inMonths = pattern.New(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez|q[1-4]|first half|second half|early|late|mid)\b|(?:january|february|march|april|june|july|august|september|october|november|december)|[0-9]{4}-[0-9]{2}\b|\b(?:published|released|version|arxiv|et al|gpu|library)\b`)
)

// read takes the years of a sentence. One that names months leaves none.
func (p *splitPeriods) read(sentence string) {
	if inMonths.MatchString(sentence) {
		*p = splitPeriods{}
		return
	}
	if m := trainYears.FindStringSubmatch(sentence); m != nil {
		p.train = yearsOf(m)
	}
	if m := testYears.FindStringSubmatch(sentence); m != nil {
		p.test = yearsOf(m)
	}
}

func yearsOf(m []string) years {
	from, _ := strconv.Atoi(m[1])
	to, err := strconv.Atoi(m[2])
	if err != nil {
		to = from
	}
	return years{from, to}
}

// overlap reports whether the years of the test are among those of the training, and not its last.
func (p splitPeriods) overlap() bool {
	return p.train.from > 0 && p.test.from > 0 && p.train.from < p.train.to && p.test.from >= p.train.from && p.test.to < p.train.to && p.test.from <= p.test.to
}

// said are both periods for people.
func (p splitPeriods) said() string { return "training " + p.train.said() + ", test " + p.test.said() }

func (y years) said() string {
	if y.from == y.to {
		return strconv.Itoa(y.from)
	}
	return strconv.Itoa(y.from) + "–" + strconv.Itoa(y.to)
}
