package slips

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestPins: versions that a card installs, against its metadata and the requirements beside it.
func TestPins(t *testing.T) {
	t.Parallel()
	required := Pins([]byte("# for demo.py\nultralyticsplus==0.0.28\nultralytics==8.0.43\nopencv-python\ntorch==2.1.0+cu118\nnumpy==1.26.4; python_version < '3.12'\nnumpy==2.0.1; python_version >= '3.12'\ntransformers>=4.30\nscikit_learn == 1.2\n"))
	for text, want := range map[string]string{
		"```bash\npip install ultralyticsplus==0.0.28 ultralytics==8.0.239 opencv-python\n```": "ultralytics==8.0.239 | ultralytics==8.0.43 in requirements.txt",
		"```bash\npip install ultralyticsplus==0.0.28 ultralytics==8.0.43 opencv-python\n```":  "",
		"```bash\npip install \"torch==2.1\" numpy==1.25.0 transformers==4.28.0\n```":          "",
		"```bash\npip install torch==2.1.0\n```":                                               "",
		"```bash\npip install torch==2.0.0\n```\n\n```bash\npip install torch==1.13.0\n```":    "", // for two systems
		"We trained with torch==2.0.0.":                                                        "",
		"```python\nassert version==8.0\n```":                                                  "",
		"```bash\npip install mylib==0.3.1\n```":                                               "mylib==0.3.1 | mylib==0.4.0 in the metadata",
		"```bash\npip install mylib==0.4\n```":                                                 "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlibrary_name: mylib\nlibrary_version: 0.4.0\n---\n# m\n\n## Usage\n\n"+text+"\n"))
		got := ""
		for _, s := range ContrarySettings(d, Settings{Pins: required}) {
			got += s.Value + " | " + s.Other
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}
