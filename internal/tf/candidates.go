package tf

import (
	"fmt"
	"strings"
)

// mostCandidates is how many candidates an error names.
const mostCandidates = 10

// Some is candidates in words: at most ten of them, and how many more there are.
func Some(candidates []string) string {
	if more := len(candidates) - mostCandidates; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(candidates[:mostCandidates], ", "), more)
	}
	return strings.Join(candidates, ", ")
}
