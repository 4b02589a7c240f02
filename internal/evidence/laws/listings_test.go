package laws

import "testing"

// TestListingFaults: tables of files, with their sizes and kinds.
func TestListingFaults(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		// Sizes.
		"Quant,Size|A,23.64GB|B,18.25MB|C,15.72GB|D,15.32GB|E,13.34GB|F,12.66GB":            "sorted Size=18.25MB",
		"Quant,Size|A,23.64GB|B,18.25GB|C,15.72GB|D,15.32GB|E,13.34GB|F,12.66MB":            "", // the least
		"Quant,Size|A,23.64GB|B,18.25GB|C,15.72GB|D,15.32MB|E,17.34GB|F,12.66GB":            "", // in no order
		"Quant,Size|A,1.64GB|B,1.25GB|C,1.07GB|D,900MB|E,790MB|F,500MB":                     "",
		"Quant,Size|A,1.64GB|B,900MB|C,1.07GB|D,800MB|E,790MB|F,500MB":                      "",
		"Quant,File Size|A,23.64GB|B,10.25GB|C,9.64GB|D,9.17GB|E,9.58GB|F,8.27GB|G,7.5GB":   "sorted File Size=9.58GB",
		"Quant,File Size|A,23.64GB|B,10.25GB|C,9.64GB|D,9.17GB|E,8.59GB|F,8.27GB|G,7.5GB":   "",
		"Quant,File Size|A,23.64GB|B,10.25GB|C,9.64GB|D,9.17GB|E,9.99GB|F,8.27GB|G,7.5GB":   "", // no other order of its digits
		"Quant,Size/GB|A,2.1|B,2.4|C,2.9|D,2.3|E,3.5|F,3.7|G,4.1":                           "sorted Size/GB=2.3",
		"Branch,Size|A,4.16 GB|B,4.57 GB|C,7.52 GB|D,7.68 GB|E,8.17 GB|F,8.30 GB|G,4.29 GB": "", // of another kind
		"Quant,Size/GB|A,2.1|B,2.4|C,2.9|D,2.3|E,3.5|F,3.7":                                 "", // few rows
		"Quant,Size/GB|A,2.1|B,2.4|C,2.9|D,2.8|E,3.5|F,3.7":                                 "",
		"Quant,Batch size|A,23.64|B,10.25|C,9.64|D,9.17|E,9.58|F,8.27":                      "",
		// Names of files.
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_M|m-Q5_K_S.gguf,Q5_K_M|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0": "file_name Quant=Q5_K_M",
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_M|m-Q5_K_S.gguf,Q5_K_S|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0": "",
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_M|m-bf16.gguf,f16|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0":      "",
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_S|m-Q5_K_S.gguf,Q5_K_M|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0": "", // two
		"File,Quant|m-Q4_K_S.gguf,4|m-Q4_K_M.gguf,4|m-Q5_K_S.gguf,5|m-Q5_K_M.gguf,5|m-Q8_0.gguf,8":                        "",
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_M|m-Q5_K_S.gguf,legacy|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0": "",
		"File,Quant|m-Q4_K_S.gguf,Q4_K_S|m-Q4_K_M.gguf,Q4_K_M|not uploaded,Q5_K_S|m-Q5_K_M.gguf,Q5_K_M|m-Q8_0.gguf,Q8_0":  "",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}
