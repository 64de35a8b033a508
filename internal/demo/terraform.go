package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

const version = "0.0.1"

// terraform runs the CLI in the demo's directory.
type terraform struct {
	cli string
	dir string
	env []string
}

// prepare builds the provider into a mirror of its own and copies the example beside it.
func prepare(ctx context.Context, cli, example, dir string, platforms *simulator.Server) (*terraform, error) {
	config := filepath.Join(dir, "config")
	if err := os.CopyFS(config, os.DirFS(example)); err != nil {
		return nil, fmt.Errorf("cannot copy %s: %w", example, err)
	}
	built := filepath.Join(dir, "terraform-provider-iptv_v"+version)
	build := exec.CommandContext(ctx, "go", "build", "-o", built, "-ldflags", "-X main.version="+version, ".") //nolint:gosec // all arguments are the demo's own
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}
	// The source iptvops/iptv means another registry to each CLI.
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		place := filepath.Join(dir, "mirror", host, "iptvops", "iptv", version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(place, 0o750); err != nil {
			return nil, err
		}
		if err := os.Link(built, filepath.Join(place, filepath.Base(built))); err != nil {
			return nil, err
		}
	}
	rc := filepath.Join(dir, "cli.tfrc")
	mirror := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(dir, "mirror"))
	if err := os.WriteFile(rc, []byte(mirror), 0o600); err != nil {
		return nil, err
	}
	return &terraform{cli: cli, dir: config, env: environment(rc, platforms)}, nil
}

// environment is this process's without what would configure the CLI or the provider, and with what the demo sets.
func environment(rc string, platforms *simulator.Server) []string {
	var env []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "TELECOMX_") &&
			!strings.HasPrefix(variable, "IPTV_PANEL_") && !strings.HasPrefix(variable, "ICAREUS_") {
			env = append(env, variable)
		}
	}
	return append(env,
		"TF_CLI_CONFIG_FILE="+rc, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1",
		"TF_VAR_subscription_end="+time.Now().UTC().AddDate(0, 6, 0).Format("2006-01-02T00:00:00Z"),
		"TELECOMX_ENDPOINT="+platforms.URL(), "TELECOMX_TOKEN="+simulator.TelecomXToken, "TELECOMX_CUSTOMER_ID="+simulator.TelecomXReseller,
		"TF_VAR_customer_id="+simulator.TelecomXCustomer,
		"IPTV_PANEL_ENDPOINT="+platforms.URL(), "IPTV_PANEL_API_KEY="+simulator.PanelAPIKey, "IPTV_PANEL_USER_TOKEN="+simulator.PanelUserToken,
		"ICAREUS_ENDPOINT="+platforms.URL()+"/api/channels/admin",
		fmt.Sprintf("ICAREUS_ORGANIZATION_ID=%d", simulator.IcareusOrganization), "ICAREUS_SECRET="+simulator.IcareusSecret,
	)
}

// shown is the lines of the CLI's output that tell the story.
var shown = regexp.MustCompile(`^(Plan:|No changes|Apply complete|Destroy complete|Error:|  # .* (will|must) be |\S.*: (Creation|Modifications|Destruction) complete|` +
	`Terraform has been|OpenTofu has been|\s+~ (description|name|expire_at|renewal_key|transaction_amount|credits)\b|[a-z_]+ += [^{\[]|[│╷╵])`)

// run runs the CLI, prints the lines that tell the story, and fails unless it ends with the wanted exit code.
func (t *terraform) run(ctx context.Context, want int, args ...string) (string, error) {
	fmt.Printf("  $ %s %s\n", strings.TrimSuffix(filepath.Base(t.cli), ".exe"), strings.Join(args, " "))
	command := exec.CommandContext(ctx, t.cli, append(args, "-no-color")...) //nolint:gosec // the CLI that the user named
	command.Dir, command.Env = t.dir, t.env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = time.Minute
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err
	}
	for line := range strings.Lines(output.String()) {
		if shown.MatchString(line) {
			fmt.Print("    " + line)
		}
	}
	if code := command.ProcessState.ExitCode(); code != want {
		return "", fmt.Errorf("%s ended with %d instead of %d:\n%s", strings.Join(args, " "), code, want, output.String())
	}
	return output.String(), nil
}
