package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/clipath"
)

// tools is the real CLI and the built provider.
type tools struct {
	cli string
	dir string // with the provider's binary and the CLI's configuration
}

func newTools(ctx context.Context, cli string) (*tools, error) {
	cli, err := clipath.Find(cli)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "iptv-faults-")
	if err != nil {
		return nil, err
	}
	t := &tools{cli: cli, dir: dir}
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, "terraform-provider-iptv"), "github.com/iptvops/terraform-provider-iptv")
	if output, err := build.CombinedOutput(); err != nil {
		t.remove()
		return nil, fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}
	rc := fmt.Sprintf("provider_installation {\n  dev_overrides { \"iptvops/iptv\" = %q }\n  direct {}\n}\n", dir)
	if err := os.WriteFile(t.rc(), []byte(rc), 0o600); err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

func (t *tools) rc() string { return filepath.Join(t.dir, "cli.tfrc") }
func (t *tools) remove()    { _ = os.RemoveAll(t.dir) }

// process drives one resource with the real CLI, in a directory of its own.
type process struct {
	tools    *tools
	dir      string
	typeName string
	provider config

	mu      sync.Mutex
	running *exec.Cmd
	output  *lockedBuffer
}

func (t *tools) newProcess(providerBlock config, typeName string) (*process, error) {
	dir, err := os.MkdirTemp(t.dir, "run-")
	if err != nil {
		return nil, err
	}
	return &process{tools: t, dir: dir, typeName: typeName, provider: providerBlock}, nil
}

// copy is a process in another directory, with the same state.
func (p *process) copy() (*process, error) {
	other, err := p.tools.newProcess(p.provider, p.typeName)
	if err != nil {
		return nil, err
	}
	state, err := os.ReadFile(p.stateFile()) //nolint:gosec // in a directory of our own
	if errors.Is(err, os.ErrNotExist) {
		return other, nil
	}
	if err != nil {
		return nil, err
	}
	return other, os.WriteFile(other.stateFile(), state, 0o600) //nolint:gosec // in a directory of our own
}

func (p *process) stateFile() string { return filepath.Join(p.dir, "terraform.tfstate") }

func (p *process) write(c config) error {
	document := config{
		"terraform": config{"required_providers": config{"iptv": config{"source": "iptvops/iptv"}}},
		"provider":  config{"iptv": p.provider},
	}
	if c != nil {
		block := config{"provider": "iptv"}
		for name, value := range c {
			block[name] = value
		}
		document["resource"] = config{p.typeName: config{"it": block}}
	}
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, "main.tf.json"), text, 0o600)
}

// run is a command's exit code and output.
func (p *process) run(ctx context.Context, args ...string) (int, string, error) {
	command := exec.CommandContext(ctx, p.tools.cli, args...)
	command.Dir = p.dir
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell does
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "TELECOMX_") &&
			!strings.HasPrefix(variable, "IPTV_PANEL_") && !strings.HasPrefix(variable, "ICAREUS_") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "TF_CLI_CONFIG_FILE="+p.tools.rc(), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	output := &lockedBuffer{}
	command.Stdout, command.Stderr = output, output
	command.WaitDelay = time.Minute
	p.mu.Lock()
	p.running, p.output = command, output
	err := command.Start()
	p.mu.Unlock()
	if err != nil {
		return 0, "", err
	}
	err = command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, output.String(), err
	}
	return command.ProcessState.ExitCode(), output.String(), ctx.Err()
}

func (p *process) apply(ctx context.Context, c config) error {
	if err := p.write(c); err != nil {
		return err
	}
	code, output, err := p.run(ctx, "apply", "-auto-approve", "-no-color")
	if err == nil && code != 0 {
		err = errors.New(errorsIn(output))
	}
	return err
}

// errorsIn is what the CLI has to say about a failure, without the plan and the warnings before it.
func errorsIn(output string) string {
	if i := strings.Index(output, "Error: "); i >= 0 {
		return output[i:]
	}
	return output
}

func (p *process) configure(providerBlock config) { p.provider = providerBlock }

func (p *process) plan(ctx context.Context, c config) (string, error) {
	if err := p.write(c); err != nil {
		return "", err
	}
	code, output, err := p.run(ctx, "plan", "-detailed-exitcode", "-no-color")
	switch {
	case err != nil:
		return "", err
	case code == 0:
		return "", nil
	case code == 2:
		return output, nil
	}
	return "", errors.New(errorsIn(output))
}

func (p *process) state() (map[string]any, error) {
	text, err := os.ReadFile(p.stateFile())
	if errors.Is(err, os.ErrNotExist) || (err == nil && len(text) == 0) { // empty: an apply that was killed before it wrote
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes map[string]any `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		return nil, fmt.Errorf("cannot read the state: %w", err)
	}
	if len(state.Resources) == 0 || len(state.Resources[0].Instances) == 0 {
		return nil, nil
	}
	return state.Resources[0].Instances[0].Attributes, nil
}

// signal sends s to the command and all that it started, as a terminal does.
func (p *process) signal(s syscall.Signal) *lockedBuffer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil && p.running.Process != nil {
		_ = syscall.Kill(-p.running.Process.Pid, s) // it may have ended meanwhile
	}
	return p.output
}

// interrupt returns when the CLI says that it was interrupted.
func (p *process) interrupt() {
	output := p.signal(syscall.SIGINT)
	for deadline := time.Now().Add(time.Minute); output != nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(output.String(), "nterrupt") {
			return
		}
	}
}

func (p *process) kill() { p.signal(syscall.SIGKILL) }

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
