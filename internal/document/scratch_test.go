package document
import ("testing";"fmt";"os";"path/filepath")
func TestScratch(t *testing.T){
 for _, dir := range []string{"cards","evals"} {
 fs,_ := filepath.Glob("../../../shared/corpus/"+dir+"/*")
 for _, f := range fs { b,_ := os.ReadFile(f); d, fnd := Parse(f,b)
  fmt.Println(filepath.Base(f), len(b), d.Root!=nil, len(d.Sections), len(fnd))
  for i, x := range fnd { if i>2 {break}; fmt.Printf("    %d:%d-%d:%d %s %s %s\n", x.At.Line,x.At.Column,x.At.EndLine,x.At.EndColumn,x.Rule,x.At.Pointer,x.Message) }
 }}
}
