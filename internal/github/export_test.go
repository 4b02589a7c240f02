package github

import "unicode/utf8"

// CommentRoom is how many code points a comment's body may have beside its marker.
func CommentRoom(key string) int { return commentLimit - utf8.RuneCountInString(marker(key)) - 1 }
