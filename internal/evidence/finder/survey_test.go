package finder

import (
	"slices"
	"strings"
	"testing"
)

// TestSurveyOfTools: what tools keep of models is named, with the directories that would be models.
func TestSurveyOfTools(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		sign  string // "" for none
		globs []string
	}{
		"a chatbot of Rasa":              {[]string{"bot/domain.yml", "bot/models/20201119-180807.tar.gz"}, "bot/domain.yml", []string{"."}},
		"an archive without a domain":    {[]string{"models/data.tar.gz"}, "", nil},
		"agents of one algorithm":        {[]string{"agents/Ant-v3/Ant-v3.zip", "agents/Ant-v3/evaluations.npz", "agents/Hopper/Hopper.zip", "agents/Hopper/Hopper/args.yml"}, "agents/Ant-v3/Ant-v3.zip", []string{"agents/*"}},
		"agents of two algorithms":       {[]string{"a2c/A/A.zip", "a2c/A/A/args.yml", "a2c/B/B.zip", "a2c/B/B/args.yml", "ppo/A/A.zip", "ppo/A/A/args.yml"}, "a2c/A/A.zip", []string{"a2c/*", "ppo/*"}},
		"an archive of data":             {[]string{"data/images.zip"}, "", nil},
		"agents by what is in them":      {[]string{"models/ppo.agent.zip", "models/b/images.zip"}, "models/ppo.agent.zip", []string{"."}},
		"models of Julia":                {[]string{"out/model.jld2", "out/classifier_v2.bson"}, "out/classifier_v2.bson", []string{"."}},
		"data of Julia":                  {[]string{"data/model.jld2", "out/results.jld2", "dump/users.bson"}, "", nil},
		"models of R":                    {[]string{"artifacts/wkflw-rf.RDS", "API/light-model.RDS"}, "API/light-model.RDS", []string{"."}},
		"versions of a pin":              {[]string{"board/_pins.yaml", "board/m_model/2023-a/m_model.rds", "board/m_model/2023-a/data.txt", "board/m_model/2023-b/m_model.rds", "board/m_model/2023-b/data.txt"}, "board/m_model/*", []string{"."}},
		"data of R":                      {[]string{"data/model_input.rds", "raw/sales.rds"}, "", nil},
		"a comparison of models":         {[]string{"data/model_comparison.csv"}, "data/model_comparison.csv", []string{"."}},
		"a summary of nnU-Net":           {[]string{"trained/fold_0/validation/summary.json"}, "trained/fold_0/validation/summary.json", []string{"."}},
		"settings of an evaluation":      {[]string{"configs/eval.yaml"}, "", nil},
		"the vocabulary of the last one": {[]string{"training/model-last/vocab/lookups.bin"}, "", nil},
	} {
		files := map[string]string{}
		for _, file := range tt.files {
			switch {
			case strings.HasSuffix(file, ".agent.zip"):
				files[file] = "PK\x03\x04\x14\x00data{}PK\x03\x04policy.pthPK\x03\x04_stable_baselines3_version"
			case strings.HasSuffix(file, ".csv"):
				files[file] = "model,accuracy\na,0.9\nb,0.8\n"
			case strings.HasSuffix(file, "summary.json"):
				files[file] = `{"foreground_mean": {"Dice": 0.7}, "mean": {"1": {"Dice": 0.7}}, "metric_per_case": []}`
			case strings.HasSuffix(file, ".yaml"):
				files[file] = "comparison:\n  min_recall_gain: 0.01\n  max_fnr_drop: 0.1\n"
			default:
				files[file] = "x"
			}
		}
		s, err := New(tree(files), Layout{}).Survey()
		sign := ""
		if len(s.Signs) > 0 {
			sign = s.Signs[0].Path
		}
		if err != nil || sign != tt.sign || !slices.Equal(s.Globs, tt.globs) && len(s.Globs)+len(tt.globs) > 0 {
			t.Errorf("%s: %+v, %v; want %q in %q", name, s, err, tt.sign, tt.globs)
		}
	}
}
