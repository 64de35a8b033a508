package walk

import (
	"os"
	"runtime/debug"
	"testing"
)

// A walk makes much garbage and keeps little.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
