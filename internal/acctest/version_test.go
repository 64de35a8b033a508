package acctest

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	RemoveBuild()
	os.Exit(code)
}

func TestTooOld(t *testing.T) {
	for _, c := range []struct{ path, found, want string }{
		{"/usr/bin/terraform", "1.11.4", "needs Terraform 1.14 or later, and /usr/bin/terraform is version 1.11.4: run make test-recent"},
		{"/usr/bin/terraform", "1.9.0", "is version 1.9.0"},
		{"/usr/bin/terraform", "", "is version "},
		{"/usr/bin/tofu", "1.14.2", "/usr/bin/tofu is OpenTofu: run make test-recent"},
		{"/usr/bin/terraform", "1.14.0-rc1", ""},
		{"/usr/bin/terraform", "1.14.8", ""},
		{"/usr/bin/terraform", "2.0.0", ""},
	} {
		got := tooOld(c.path, c.found, "1.14")
		if !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s %s: %q, want %q", c.path, c.found, got, c.want)
		}
	}
}

// A test that make test-recent would not find fails instead of being skipped by everybody.
func TestNeedsTerraform_name(t *testing.T) {
	tried := &attempt{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		NeedsTerraform(tried, "1.14")
	}()
	<-done
	if !strings.Contains(tried.fatal, "must be called TestRecent") {
		t.Errorf("got %q", tried.fatal)
	}
}

// The CLI of make test-recent has queries, which came with Terraform 1.14.
func TestRecentTerraform(t *testing.T) {
	NeedsTerraform(t, "1.14")
	w := NewWorkspace(t, Bare("", ""))
	if said := w.Run("query", "-no-color").Output; !strings.Contains(said, "No resources to query") {
		t.Errorf("terraform query says: %s", said)
	}
}

// attempt is a test that notes how it failed.
type attempt struct {
	testing.TB

	fatal string
}

func (a *attempt) Fatalf(format string, args ...any) {
	a.fatal = fmt.Sprintf(format, args...)
	runtime.Goexit()
}
