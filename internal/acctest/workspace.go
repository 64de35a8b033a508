package acctest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

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
type Result struct {
	Code   int
	Output string // standard output and standard error, in the order they came
}

var buildProvider = sync.OnceValues(func() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "iptv-provider-")
	if err != nil {
		return "", err
	}
	built.Store(&dir)
	command := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(dir, "terraform-provider-iptv"), ".")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}
	return dir, nil
})

var built atomic.Pointer[string] // the directory that buildProvider made

// RemoveBuild removes the provider that workspaces built. Call it at the end of TestMain.
func RemoveBuild() {
	if dir := built.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the test's directory")
		}
		dir = parent
	}
}

// NewWorkspace makes a workspace with the given configuration in main.tf.
func NewWorkspace(t testing.TB, config string) *Workspace {
	t.Helper()
	cli := CLI(t)
	binary, err := buildProvider()
	if err != nil {
		t.Fatal(err)
	}
	w := &Workspace{Dir: t.TempDir(), t: t, cli: cli}
	w.Write("cli.tfrc", fmt.Sprintf(`provider_installation {
  dev_overrides { "iptvops/iptv" = %q }
  direct {}
}
`, binary))
	w.Write("main.tf", config)
	return w
}

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

// Command is a CLI command in the workspace, not yet started, in a process group of its own as a shell makes one.
func (w *Workspace) Command(args ...string) *exec.Cmd {
	command := exec.CommandContext(context.Background(), w.cli, args...) //nolint:gosec // the CLI under test
	command.Dir = w.Dir
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "TELECOMX_") || strings.HasPrefix(name, "IPTV_") || strings.HasPrefix(name, "ICAREUS_") {
			continue
		}
		command.Env = append(command.Env, variable)
	}
	command.Env = append(command.Env,
		"TF_CLI_CONFIG_FILE="+filepath.Join(w.Dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1",
		"TF_DATA_DIR="+filepath.Join(w.Dir, ".terraform"))
	command.Env = append(command.Env, w.Env...)
	return command
}

// Run runs a CLI command to its end.
func (w *Workspace) Run(args ...string) Result {
	w.t.Helper()
	command := w.Command(args...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return Result{Code: command.ProcessState.ExitCode(), Output: output.String()}
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
// carried the operation out but not yet answered. It returns what the CLI said.
func (w *Workspace) ApplyInterrupted(p *Platforms, operation string, signal syscall.Signal) string {
	w.t.Helper()
	command := w.Command("apply", "-auto-approve", "-no-color")
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	group := make(chan int, 1)
	p.Inject(simulator.Fault{Operation: operation, Kind: simulator.Pass, Do: func() {
		if err := syscall.Kill(-<-group, signal); err != nil {
			w.t.Error(err)
		}
		if signal == syscall.SIGINT {
			time.Sleep(2 * time.Second) // the answer follows when the CLI has passed the interrupt on
		}
	}})
	if err := command.Start(); err != nil {
		w.t.Fatal(err)
	}
	group <- command.Process.Pid
	var exit *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return output.String()
}
