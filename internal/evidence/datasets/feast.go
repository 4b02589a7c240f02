package datasets

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatFeast is the registry of a Feast feature store as `feast registry-dump` writes
// it: each feature view is a dataset (feast-dev/feast, protos/feast/core). What a project
// defines in Python is not read: it would have to be run.
const formatFeast = "feast-registry"

// FeastProject is the file that a project of Feast has.
const FeastProject = "feature_store.yaml"

// IsFeast reports whether a card is of a registry of Feast.
func IsFeast(c evidence.DataCard) bool { return c.Format == formatFeast }

// feastViews are the keys whose items are feature views.
var feastViews = []string{"featureViews", "streamFeatureViews", "onDemandFeatureViews"}

func isFeast(d *document.Document) bool {
	root := place.Root(d)
	return slices.ContainsFunc(feastViews, func(key string) bool {
		return slices.ContainsFunc(root.Get(key).Items(), func(v place.Place) bool { return v.Get("spec").Get("name").Text().Present })
	})
}

// FeastName is the project that the configuration of a feature store names, "" if it does
// not.
func FeastName(d *document.Document) string { return place.Root(d).Get("project").Text().Value }

// isFeastProject tells the configuration of a feature store, which describes no data.
func isFeastProject(d *document.Document) bool {
	root := place.Root(d)
	return root.Get("project").Text().Present && root.Get("registry").Present() && (root.Get("provider").Present() || root.Get("online_store").Present() || root.Get("offline_store").Present())
}

// feastImport is how the code of a project begins.
var feastImport = pattern.New(`(?m)^[ \t]*(from feast[. ]|import feast\b)`)

// feastDefinition is where code defines a feature view.
var feastDefinition = pattern.New(`(?m)^[ \t]*(?:[\w.]+[ \t]*(?::[^=\n]*)?=[ \t]*(?:feast\.)?(?:Batch|OnDemand|Stream)?FeatureView\(|@(?:feast\.)?(?:on_demand|stream)_feature_view\b)`)

// DefinesFeastViews reports whether Python code defines feature views of Feast, and the line
// of the first.
func DefinesFeastViews(src []byte) (line int, defines bool) {
	code := string(src[:min(len(src), 1<<16)])
	at := feastDefinition.FindStringIndex(code)
	if at == nil || feastImport.FindString(code) == "" {
		return 0, false
	}
	return 1 + strings.Count(code[:at[0]], "\n"), true
}

func isFeastCode(d *document.Document) bool {
	return strings.HasSuffix(d.Path, ".py") && feastImport.FindString(string(d.Source[:min(len(d.Source), 1<<16)])) != ""
}

func decodeFeast(d *document.Document) []evidence.DataCard {
	var out []evidence.DataCard
	root := place.Root(d)
	project := root.Get("project").Text()
	for _, key := range feastViews {
		for _, v := range root.Get(key).Items() {
			if spec := v.Get("spec"); spec.Get("name").Text().Present {
				out = append(out, feastView(d, project, spec))
			}
		}
	}
	return out
}

func feastView(d *document.Document, project evidence.Text, spec place.Place) evidence.DataCard {
	c := foreignData(d, formatFeast, spec)
	name := spec.Get("name").Text()
	c.Name, c.Description = name, spec.Get("description").Text()
	known := name
	if of := spec.Get("project").Text().Or(project); of.Present {
		known.Value = of.Value + "/" + name.Value
	}
	c.Catalog = evidence.Catalog{At: name.At, Present: true, Kind: evidence.Text{At: name.At, Present: true, Value: string(evidence.CatalogFeast)}, Name: known}
	c.Owner = spec.Get("owner").Text().Or(named(spec.Get("tags"), knownKeys.of(keyOwner)))
	if pii := named(spec.Get("tags"), knownKeys.of(keyPersonal)); isYes(pii.Value) {
		c.asks(pii.At, "personal_data.status", quoted(pii))
	}
	c.feastSources(spec)
	for _, of := range spec.Get("sources").InOrder() { // of a view that is computed from others
		c.parent(of.Get("featureViewProjection").Get("featureViewName").Text())
	}
	for _, key := range []string{"entityColumns", "features"} {
		for _, f := range spec.Get(key).Items() {
			pii := evidence.Flag{}
			if said := named(f.Get("tags"), knownKeys.of(keyPersonal)); isYes(said.Value) || isNo(said.Value) {
				pii = evidence.Flag{At: said.At, Present: true, Value: isYes(said.Value)}
			}
			c.field(f.Get("name").Text(), f.Get("valueType").Text(), pii)
		}
	}
	return c.DataCard
}

// feastSources reads where the data of a view come from: one with a stream is fed by it.
func (c *draft) feastSources(spec place.Place) {
	stream, batch := spec.Get("streamSource"), spec.Get("batchSource")
	for _, s := range []place.Place{stream, batch} {
		if !s.Present() {
			continue
		}
		c.Source.Name = c.Source.Name.Or(s.Get("name").Text())
		kind := s.Get("type").Text()
		c.stored(feastAddress(s), s.Get("kinesisOptions").Get("region").Text())
		if c.Source.Pipeline.Present {
			continue
		}
		pipeline, word := evidence.PipelineBatch, "data-lake-table"
		switch {
		case strings.HasPrefix(kind.Value, "STREAM_") || kind.Value == "PUSH_SOURCE":
			pipeline, word = evidence.PipelineStreaming, "event-stream"
		case kind.Value == "BATCH_FILE":
			word = "static-file"
		case !strings.HasPrefix(kind.Value, "BATCH_"):
			continue
		}
		c.Source.Kind = evidence.Text{At: kind.At, Present: true, Value: word}
		c.Source.Pipeline = evidence.Text{At: kind.At, Present: true, Value: string(pipeline)}
	}
	c.Source.Present = c.Source.Name.Present || c.Source.Kind.Present
}

// feastAddress is where a source is: the address of its file, or the names of its table
// or topic.
func feastAddress(s place.Place) evidence.Text {
	file := s.Get("fileOptions")
	if uri := file.Get("uri").Text().Or(file.Get("fileUrl").Text()); uri.Present {
		return uri
	}
	for _, of := range []struct {
		options, scheme string
		keys            []string
	}{
		{"bigqueryOptions", "bigquery://", []string{"table"}}, {"snowflakeOptions", "snowflake://", []string{"database", "schema", "table"}},
		{"redshiftOptions", "redshift://", []string{"database", "schema", "table"}}, {"athenaOptions", "athena://", []string{"database", "table"}},
		{"trinoOptions", "trino://", []string{"table"}}, {"sparkOptions", "spark://", []string{"path", "table"}},
		{"kafkaOptions", "kafka://", []string{"kafkaBootstrapServers", "topic"}}, {"kinesisOptions", "kinesis://", []string{"streamName"}},
	} {
		options, parts := s.Get(of.options), []string{}
		for _, key := range of.keys {
			if t := options.Get(key).Text(); t.Present {
				parts = append(parts, t.Value)
			}
		}
		if len(parts) == 1 && strings.Contains(parts[0], "://") {
			return evidence.NewText(options.Anchor, parts[0])
		}
		if len(parts) > 0 {
			return evidence.NewText(options.Anchor, of.scheme+strings.Join(parts, "/"))
		}
	}
	return evidence.Text{At: s.Anchor}
}
