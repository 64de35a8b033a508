package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// tools is the real CLI and the built provider.
type tools struct {
	cli.CLI

	dir string // with the provider's binary and the CLI's configuration
}

func newTools(ctx context.Context, named string) (*tools, error) {
	path, err := cli.Find(named)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "iptv-faults-")
	if err != nil {
		return nil, err
	}
	rc := filepath.Join(dir, "cli.tfrc")
	t := &tools{CLI: cli.CLI{Path: path, Env: cli.Environment(rc)}, dir: dir}
	override, err := cli.BuildOverride(ctx, dir)
	if err == nil {
		err = os.WriteFile(rc, []byte(override), 0o600)
	}
	if err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

func (t *tools) remove() { _ = os.RemoveAll(t.dir) }

// process drives one resource with the real CLI, in a directory of its own.
type process struct {
	cli.CLI

	tools    *tools
	typeName string
	provider config

	mu      sync.Mutex
	running *cli.Running
}

func (t *tools) newProcess(providerBlock config, typeName string) (*process, error) {
	p := &process{CLI: t.CLI, tools: t, typeName: typeName, provider: providerBlock}
	var err error
	p.Dir, err = os.MkdirTemp(t.dir, "run-")
	p.Env = slices.Concat(t.Env, []string{"TF_LOG_PROVIDER=DEBUG", "TF_LOG_PATH=" + p.logFile()})
	return p, err
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

func (p *process) stateFile() string { return filepath.Join(p.Dir, "terraform.tfstate") }

func (p *process) logFile() string { return filepath.Join(p.Dir, "provider.log") }

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
	return os.WriteFile(filepath.Join(p.Dir, "main.tf.json"), text, 0o600)
}

// run runs a command that signal and interrupt reach meanwhile.
func (p *process) run(ctx context.Context, args ...string) (cli.Result, error) {
	p.mu.Lock()
	running, err := p.Start(ctx, args...)
	p.running = running
	p.mu.Unlock()
	if err != nil {
		return cli.Result{}, err
	}
	result, err := running.Wait()
	return result, errors.Join(err, ctx.Err())
}

func (p *process) apply(ctx context.Context, c config) error {
	if err := p.write(c); err != nil {
		return err
	}
	result, err := p.run(ctx, "apply", "-auto-approve", "-no-color")
	if err == nil && result.Code != 0 {
		err = errors.New(errorsIn(result.Output))
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
	result, err := p.run(ctx, "plan", "-detailed-exitcode", "-no-color")
	switch {
	case err != nil:
		return "", err
	case result.Code == 0:
		return "", nil
	case result.Code == 2:
		return result.Output, nil
	}
	return "", errors.New(errorsIn(result.Output))
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

// signal sends s to the command in progress, if any, and returns it.
func (p *process) signal(s os.Signal) *cli.Running {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil {
		_ = p.running.Signal(s)
	}
	return p.running
}

// interrupt returns when the CLI says that it was interrupted.
func (p *process) interrupt() error {
	running := p.signal(os.Interrupt)
	for deadline := time.Now().Add(time.Minute); running != nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(running.Output(), "nterrupt") {
			break
		}
	}
	return nil
}

func (p *process) kill() error {
	p.signal(os.Kill)
	return nil
}

// startedAs is how the CLI logs the process of a provider.
var startedAs = regexp.MustCompile(`plugin started: path=\S*terraform-provider-iptv\S* pid=(\d+)`)

// killProvider kills the provider alone: the process that the CLI started last, which waits for the response.
func (p *process) killProvider() error {
	log, err := os.ReadFile(p.logFile()) //nolint:gosec // in a directory of our own
	if err != nil {
		return err
	}
	all := startedAs.FindAllSubmatch(log, -1)
	if len(all) == 0 {
		return errors.New("the CLI's log names no process of the provider")
	}
	pid, err := strconv.Atoi(string(all[len(all)-1][1]))
	if err != nil {
		return err
	}
	provider, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return provider.Kill()
}
