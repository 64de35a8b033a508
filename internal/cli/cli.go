// Package cli runs a real Terraform or OpenTofu CLI: the one driver of acceptance tests, demo, fault matrix and
// benchmark. Every command runs in a process group of its own, as under a shell, with an environment that holds nothing
// of the caller's that would configure the CLI or the provider.
package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// grace is how long a command may take to end after its context has; then it is killed.
const grace = time.Minute

// CLI is an installed Terraform or OpenTofu, set up to run in one directory.
type CLI struct {
	Path string   // of the program, absolute
	Dir  string   // where commands run
	Env  []string // the whole environment, see Environment
}

// Result is a finished command.
type Result struct {
	Code   int    // exit code; -1 when a signal ended the command
	Output string // standard output and standard error, in the order they came
	// CPU is the processor time of the command and of all processes that it started and waited for; on Windows of the
	// command alone.
	CPU time.Duration
}

// Find returns the absolute path of the program that named, a path or a name on PATH, stands for; without one, of the
// first of terraform and tofu on PATH.
func Find(named string) (string, error) {
	candidates := []string{"terraform", "tofu"}
	if named != "" {
		candidates = []string{named}
	}
	for _, candidate := range candidates {
		if found, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(found)
		}
	}
	if named != "" {
		return "", fmt.Errorf("there is no program %s", named)
	}
	return "", errors.New("there is no terraform and no tofu on PATH")
}

// Name returns the name of the program at path: terraform or tofu, as a rule.
func Name(path string) string { return strings.TrimSuffix(filepath.Base(path), ".exe") }

// IsOpenTofu reports whether the program at path is OpenTofu, by its name.
func IsOpenTofu(path string) bool { return strings.HasPrefix(Name(path), "tofu") }

// Environment returns this process's environment without the variables that configure the CLI, the provider or its
// platforms, with configFile as the CLI's configuration and the further variables, NAME=value.
func Environment(configFile string, further ...string) []string {
	env := append(Unconfigured("TF_"), "TF_CLI_CONFIG_FILE="+configFile, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	return append(env, further...)
}

// Unconfigured returns this process's environment without the variables that configure the provider or its platforms, and
// without those that begin with one of the further prefixes.
func Unconfigured(further ...string) []string {
	prefixes := append([]string{"TELECOMX_", "IPTV_", "ICAREUS_"}, further...)
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
	})
}

// Running is a command that was started.
type Running struct {
	command *exec.Cmd
	output  lockedBuffer
}

// Start starts a command. When ctx ends, the command is interrupted, and killed a minute later.
func (c CLI) Start(ctx context.Context, args ...string) (*Running, error) {
	r := &Running{command: exec.CommandContext(ctx, c.Path, args...)} //nolint:gosec // the CLI that the user named
	r.command.Dir, r.command.Env = c.Dir, c.Env
	r.command.Stdout, r.command.Stderr = &r.output, &r.output
	r.command.WaitDelay = grace
	r.command.Cancel = func() error { return r.Signal(os.Interrupt) }
	ownGroup(r.command)
	if err := r.command.Start(); err != nil {
		return nil, err
	}
	return r, nil
}

// Wait waits for the end of the command. An exit code other than 0 is no error.
func (r *Running) Wait() (Result, error) {
	err := r.command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	state := r.command.ProcessState
	return Result{Code: state.ExitCode(), Output: r.Output(), CPU: state.UserTime() + state.SystemTime()}, err
}

// Output returns what the command has printed so far.
func (r *Running) Output() string { return r.output.String() }

// Signal sends a signal to the command and all that it started, as a terminal does. A command that has ended meanwhile
// is no error.
func (r *Running) Signal(s os.Signal) error {
	err := signalGroup(r.command.Process, s)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Run runs a command to its end.
func (c CLI) Run(ctx context.Context, args ...string) (Result, error) {
	r, err := c.Start(ctx, args...)
	if err != nil {
		return Result{}, err
	}
	return r.Wait()
}

// lockedBuffer is read while a command writes to it.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
