// Package manifests holds what the targets render against the definitions of their
// platforms. It has tests only, in a module of its own, so that neither the product
// nor the other tools depend on Kubernetes.
package manifests

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

var definitionsFrom = flag.String("definitions", "", "read the definitions of custom resources in this `DIR`, reduce them and write them to testdata/definitions.zip")

// rendered are the files that the examples of the targets render.
const rendered = "../../internal/promotion/testdata/golden/targets"

const packed = "testdata/definitions.zip"

// used are the versions of kinds that the targets render.
var used = []string{
	"applicationautoscaling.services.k8s.aws/v1alpha1 ScalableTarget", "applicationautoscaling.services.k8s.aws/v1alpha1 ScalingPolicy", "argoproj.io/v1alpha1 Application", "eventing.knative.dev/v1alpha1 KafkaSink", "kustomize.toolkit.fluxcd.io/v1 Kustomization",
	"mlops.seldon.io/v1alpha1 Experiment", "mlops.seldon.io/v1alpha1 Model", "ray.io/v1 RayService",
	"sagemaker.services.k8s.aws/v1alpha1 Endpoint", "sagemaker.services.k8s.aws/v1alpha1 EndpointConfig", "sagemaker.services.k8s.aws/v1alpha1 Model",
	"serving.knative.dev/v1 Service", "serving.kserve.io/v1alpha2 LLMInferenceService", "serving.kserve.io/v1beta1 InferenceService", "sources.knative.dev/v1beta1 KafkaSource",
}

// builtIn are the kinds of Kubernetes itself.
var builtIn = map[string]func() any{
	"apps/v1 Deployment":                     func() any { return &appsv1.Deployment{} },
	"autoscaling/v2 HorizontalPodAutoscaler": func() any { return &autoscalingv2.HorizontalPodAutoscaler{} },
	"policy/v1 PodDisruptionBudget":          func() any { return &policyv1.PodDisruptionBudget{} },
	"v1 Service":                             func() any { return &corev1.Service{} },
}

// definition is the schema of one version of a custom resource.
type definition struct {
	structural *structural.Structural
	validator  validation.SchemaValidator
	rules      *cel.Validator
}

// TestManifests: every object that a target renders is one that its platform takes,
// and the check refuses a field that does not exist.
func TestManifests(t *testing.T) {
	if *definitionsFrom != "" {
		reduce(t, *definitionsFrom)
	}
	definitions := load(t)
	seen := map[string]bool{}
	err := filepath.WalkDir(rendered, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		object, err := read(src)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		id := fmt.Sprint(object["apiVersion"], " ", object["kind"])
		if strings.HasPrefix(id, "kustomize.config.k8s.io/") || strings.HasPrefix(id, "modelgate.dev/") {
			return nil
		}
		seen[id] = true
		for _, problem := range check(definitions, id, object) {
			t.Errorf("%s: %s", path, problem)
		}
		for field, value := range map[string]any{"mistyped": "x", "replicas": []any{"x"}} {
			broken := copied(object)
			broken["spec"].(map[string]any)[field] = value
			if len(check(definitions, id, broken)) == 0 {
				t.Errorf("%s: the check takes %s: %v", path, field, value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range append(slices.Clone(used), "apps/v1 Deployment", "v1 Service") {
		if !seen[id] {
			t.Errorf("no example renders a %s", id)
		}
	}
}

// TestPage: the objects that docs/promotion.md shows are ones that their platforms take.
func TestPage(t *testing.T) {
	definitions := load(t)
	page, err := os.ReadFile("../../docs/promotion.md")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, block := range strings.Split(string(page), "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, part := range strings.Split(block, "\n---\n") {
			object, err := read([]byte(part))
			if err != nil || object["apiVersion"] == nil {
				continue // a part of a document, or a list
			}
			id := fmt.Sprint(object["apiVersion"], " ", object["kind"])
			if definitions[id].structural == nil {
				continue
			}
			checked++
			for _, problem := range check(definitions, id, object) {
				t.Errorf("docs/promotion.md, %s: %s", id, problem)
			}
		}
	}
	if checked < 4 {
		t.Errorf("only %d objects were checked", checked)
	}
}

// check says what is wrong with an object.
func check(definitions map[string]definition, id string, object map[string]any) []string {
	if typed, ok := builtIn[id]; ok {
		b, err := json.Marshal(object)
		if err == nil {
			err = yaml.UnmarshalStrict(b, typed(), yaml.DisallowUnknownFields)
		}
		if err != nil {
			return []string{err.Error()}
		}
		return nil
	}
	d, ok := definitions[id]
	if !ok {
		return []string{"no definition of " + id}
	}
	var out []string
	for _, e := range validation.ValidateCustomResource(nil, object, d.validator) {
		out = append(out, e.Error())
	}
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, unknown := range pruning.PruneWithOptions(copied(object), d.structural, true, options) {
		out = append(out, "unknown field "+unknown)
	}
	if d.rules != nil && len(out) == 0 {
		errs, _ := d.rules.Validate(context.Background(), nil, d.structural, object, nil, celconfig.RuntimeCELCostBudget)
		for _, e := range errs {
			out = append(out, e.Error())
		}
	}
	return out
}

// read is an object of YAML with the types that Kubernetes reads: whole numbers are
// integers.
func read(src []byte) (map[string]any, error) {
	src, err := yaml.YAMLToJSONStrict(src)
	if err != nil {
		return nil, err
	}
	var object map[string]any
	err = utiljson.Unmarshal(src, &object)
	return object, err
}

func copied(object map[string]any) map[string]any {
	b, err := json.Marshal(object)
	if err != nil {
		panic(err) // it was read from YAML
	}
	var out map[string]any
	if err := utiljson.Unmarshal(b, &out); err != nil {
		panic(err)
	}
	return out
}

// load reads the reduced definitions.
func load(t *testing.T) map[string]definition {
	t.Helper()
	archive, err := zip.OpenReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	out := map[string]definition{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		src, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		var stored struct {
			ID     string                          `json:"id"`
			Schema apiextensionsv1.JSONSchemaProps `json:"schema"`
		}
		if err := json.Unmarshal(src, &stored); err != nil {
			t.Fatal(f.Name, err)
		}
		var props apiextensions.JSONSchemaProps
		if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&stored.Schema, &props, nil); err != nil {
			t.Fatal(f.Name, err)
		}
		var d definition
		if d.structural, err = structural.NewStructural(&props); err != nil {
			t.Fatal(f.Name, err)
		}
		if d.validator, _, err = validation.NewSchemaValidator(&props); err != nil {
			t.Fatal(f.Name, err)
		}
		d.rules = cel.NewValidator(d.structural, true, celconfig.PerCallLimit)
		out[stored.ID] = d
	}
	return out
}

// reduce writes the schemas of the used versions without descriptions.
func reduce(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string][]byte{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range bytes.Split(src, []byte("\n---\n")) {
			var crd struct {
				Kind string
				Spec struct {
					Group    string
					Names    struct{ Kind string }
					Versions []struct {
						Name   string
						Schema struct{ OpenAPIV3Schema map[string]any }
					}
				}
			}
			if err := yaml.Unmarshal(part, &crd); err != nil || crd.Kind != "CustomResourceDefinition" {
				continue
			}
			for _, v := range crd.Spec.Versions {
				id := fmt.Sprintf("%s/%s %s", crd.Spec.Group, v.Name, crd.Spec.Names.Kind)
				if !slices.Contains(used, id) {
					continue
				}
				b, err := json.Marshal(map[string]any{"id": id, "schema": undescribed(v.Schema.OpenAPIV3Schema)})
				if err != nil {
					t.Fatal(err)
				}
				schemas[id] = b
			}
		}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, id := range used {
		if schemas[id] == nil {
			t.Fatalf("%s has no definition of %s", dir, id)
		}
		f, err := w.Create(strings.NewReplacer("/", "_", " ", "_").Replace(id) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(schemas[id]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(packed, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// undescribed leaves the descriptions out, and nothing else.
func undescribed(n any) any {
	switch n := n.(type) {
	case []any:
		for i := range n {
			n[i] = undescribed(n[i])
		}
	case map[string]any:
		for key, v := range n {
			if _, text := v.(string); text && key == "description" {
				delete(n, key)
				continue
			}
			n[key] = undescribed(v)
		}
	}
	return n
}
