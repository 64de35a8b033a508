package acctest

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// Workspace is a directory with a configuration, the built provider and the real CLI, for what only a process of its
// own shows: signals, logs, plan files, exit codes.
type Workspace struct {
	Dir string
	Env []string // further environment variables, NAME=value

	t   testing.TB
	cli string
}

// Result is a finished command.
type Result = cli.Result

// buildOverride builds the provider, once, and returns the CLI configuration that names it.
var buildOverride = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "iptv-provider-")
	if err != nil {
		return "", err
	}
	built.Store(&dir)
	return cli.BuildOverride(context.Background(), dir)
})

var built atomic.Pointer[string] // the directory that buildOverride made

// RemoveBuild removes the provider that workspaces built. Call it at the end of TestMain.
func RemoveBuild() {
	if dir := built.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
}

// NewWorkspace makes a workspace with the given configuration in main.tf.
func NewWorkspace(t testing.TB, config string) *Workspace {
	t.Helper()
	w := &Workspace{Dir: t.TempDir(), t: t, cli: CLI(t)}
	override, err := buildOverride()
	if err != nil {
		t.Fatal(err)
	}
	w.Write("cli.tfrc", override)
	w.Write("main.tf", config)
	return w
}

// UseCLI makes the CLI at path the one that the following commands run.
func (w *Workspace) UseCLI(path string) { w.cli = path }

// Write writes a file of the workspace.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Read reads a file of the workspace; "" when there is none.
func (w *Workspace) Read(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Dir, name)) //nolint:gosec // a file of the test's own directory
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	return string(content)
}

// Unzipped is everything in an archive, such as a plan file.
func Unzipped(t testing.TB, file string) string {
	t.Helper()
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var all strings.Builder
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, content); err != nil { //nolint:gosec // a plan of the test's own
			t.Fatal(err)
		}
		_ = content.Close()
	}
	return all.String()
}

// command is the CLI in the workspace.
func (w *Workspace) command() cli.CLI {
	env := cli.Environment(filepath.Join(w.Dir, "cli.tfrc"), "TF_DATA_DIR="+filepath.Join(w.Dir, ".terraform"))
	return cli.CLI{Path: w.cli, Dir: w.Dir, Env: append(env, w.Env...)}
}

// Run runs a CLI command to its end.
func (w *Workspace) Run(args ...string) Result {
	w.t.Helper()
	result, err := w.command().Run(context.Background(), args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return result
}

// Must runs a CLI command that has to succeed.
func (w *Workspace) Must(args ...string) string {
	w.t.Helper()
	result := w.Run(args...)
	if result.Code != 0 {
		w.t.Fatalf("%s: exit code %d\n%s", strings.Join(args, " "), result.Code, result.Output)
	}
	return result.Output
}

// Apply applies the configuration, which has to succeed.
func (w *Workspace) Apply() string {
	w.t.Helper()
	return w.Must("apply", "-auto-approve", "-no-color")
}

// PlanCode is the detailed exit code of a plan: 0 for an empty plan, 1 for an error, 2 for changes.
func (w *Workspace) PlanCode() Result {
	w.t.Helper()
	return w.Run("plan", "-detailed-exitcode", "-no-color")
}

// ApplyInterrupted applies, and sends a signal to the CLI and its provider, as a terminal does, when the platform has
// carried the operation out but not yet responded. It returns what the CLI said.
func (w *Workspace) ApplyInterrupted(p *Platforms, operation string, signal os.Signal) string {
	w.t.Helper()
	started := make(chan *cli.Running, 1)
	p.Inject(simulator.Fault{Operation: operation, Kind: simulator.Pass, Do: func() {
		if err := (<-started).Signal(signal); err != nil {
			w.t.Error(err)
		}
		if signal == os.Interrupt {
			time.Sleep(2 * time.Second) // the response follows when the CLI has passed the interrupt on
		}
	}})
	running, err := w.command().Start(context.Background(), "apply", "-auto-approve", "-no-color")
	if err != nil {
		w.t.Fatal(err)
	}
	started <- running
	result, err := running.Wait()
	if err != nil {
		w.t.Fatal(err)
	}
	return result.Output
}
