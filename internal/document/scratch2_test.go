package document
import ("testing";"fmt";"strings";"time";"runtime")
func TestHostile(t *testing.T){
 type c struct{ s Syntax; pre, rep, post string }
 for _, x := range []c{
  {YAML,"","- ",""},{YAML,"","- a\n",""},{YAML,"[","a,","]"},{YAML,"","a: b\n",""},{YAML,"","# c\n","a: 1"},{YAML,"a: ","x ",""},{YAML,"a: \"","\\n","\""},{YAML,"a: ","\n x",""},{YAML,"a: |\n","  x\n",""},{YAML,"a: &x b\nc: [","*x ,","]"},{YAML,"","&a ","x"},{YAML,"","!a ","x"},{YAML,"[","[],","]"},{YAML,"","? ",""},{YAML,"","a: {",""},{YAML,"","a:\n ",""},{YAML,"{","x","}"},{YAML,"","x\n",""},{YAML,"","x: y z\n# c\n\n",""},{YAML,"a:","\n",""},{YAML,"","---\n",""},{YAML,"'","''","'"}, {YAML,"[","é,","]"},{YAML,"","%T a b\n",""},{YAML,"- a","\n    # c",""},{YAML,"","- # c\n  - a # c\n",""},
  {JSON,"[","1,","1]"},{JSON,"\"","é","\""},{JSON,"[","\"é\",","1]"},{JSON,"{","\"a\":1,","\"a\":1}"},{JSON,"","[",""},
  {Markdown,"","> ",""},{Markdown,"",">",""},{Markdown,"","- ",""},{Markdown,"","[",""},{Markdown,"","![",""},{Markdown,"","*a ",""},{Markdown,"","*a",""},{Markdown,"","_a __b ",""},{Markdown,"","`a ``b ",""},{Markdown,"","`",""},{Markdown,"","<a ",""},{Markdown,"","<!--",""},{Markdown,"","a <!-- ",""},{Markdown,"","[a](",""},{Markdown,"","[a]: b\n",""},{Markdown,"","[a] ",""},{Markdown,"","# a\n",""},{Markdown,"","a\n\n",""},{Markdown,"","| a ",""},{Markdown,"","|a|b|\n",""},{Markdown,"|a|b|\n|-|-|\n","|a|b|\n",""},{Markdown,"|a|\n|-|\n","|a|b|\n",""},{Markdown,"","1. a\n",""},{Markdown,"","<h1>",""},{Markdown,"<h1>","<",""},{Markdown,"<div>","<pre>",""},{Markdown,"<div>\n","<h1>a",""},{Markdown,"<div>\n","<!-",""},{Markdown,"","&amp",""},{Markdown,"","\\",""},{Markdown,"","a\\\n",""},{Markdown,"","```\n",""},{Markdown,"","~~~a\n\n",""},{Markdown,"","  ",""},{Markdown,""," a",""},{Markdown,"","\t",""},{Markdown,"","<http://a",""},{Markdown,"","[[a]](b)",""},{Markdown,"","**a**",""},{Markdown,"","[a](b \"",""},{Markdown,"","<?",""},{Markdown,"","a <?",""},{Markdown,"","a <!A ",""},{Markdown,"","a <![CDATA[",""},{Markdown,"","- a\n  - b\n",""},{Markdown,"","> - ",""},{Markdown,"","***",""},{Markdown,"","===\n",""},{Markdown,"","a\n===\n",""},{Markdown,"","---\n",""}, {Markdown,"","](",""}, {Markdown,"","a]",""},{Markdown,"","[a][",""},{Markdown,"","[\n",""},{Markdown,"","    a\n",""},
 } {
  var last time.Duration
  fmt.Printf("%-9s %-22q", x.s, x.pre+"|"+x.rep+"|"+x.post)
  for _, n := range []int{1<<14, 1<<16, 1<<18, 1<<20, 1<<22-50} {
   if last*5 > 3*time.Second { fmt.Print("  ...SKIP"); break }
   src := []byte(x.pre+strings.Repeat(x.rep, n/len(x.rep))+x.post)
   var m0,m1 runtime.MemStats; runtime.ReadMemStats(&m0)
   t0 := time.Now(); _, f := ParseAs(x.s, "x", src); last = time.Since(t0)
   runtime.ReadMemStats(&m1)
   r := ""; if len(f)>0 { r = f[0].Rule[9:]}
   fmt.Printf("  %dK %v %dM %s;", n>>10, last.Round(100*time.Microsecond), (m1.TotalAlloc-m0.TotalAlloc)>>20, r)
  }
  fmt.Println()
 }
}
