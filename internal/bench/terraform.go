package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// plugin is a provider binary to measure.
type plugin struct {
	source string // such as "iptvops/iptv"
	path   string
}

// workspace is a directory with a configuration and a CLI that gets its provider as a development override: no init.
type workspace struct {
	cli.CLI

	dir   string
	flags []string // of plan, apply and destroy

	platforms *estate.Server
}

func newWorkspace(dir, path string, parallelism int, p plugin, platforms *estate.Server, config string) (*workspace, error) {
	w := &workspace{
		dir: dir, platforms: platforms,
		flags: []string{"-no-color", "-input=false", "-parallelism=" + strconv.Itoa(parallelism)},
	}
	rc := "provider_installation {\n  direct {}\n}\n"
	if p.path != "" {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		// A binary's name tells the CLI which provider it is.
		name := "terraform-provider-" + p.source[strings.LastIndex(p.source, "/")+1:]
		if err := errors.Join(os.MkdirAll(w.file("plugin"), 0o750), os.Symlink(self, w.file("plugin/"+name))); err != nil {
			return nil, err
		}
		rc = cli.Override(p.source, w.file("plugin"))
	}
	err := errors.Join(
		os.MkdirAll(w.file("config"), 0o750),
		os.WriteFile(w.file("cli.tfrc"), []byte(rc), 0o600),
		os.WriteFile(w.file("config/main.tf"), []byte(config), 0o600),
	)
	w.CLI = cli.CLI{
		Path: path, Dir: w.file("config"),
		Env: cli.Environment(w.file("cli.tfrc"), append(platformEnvironment(platforms), envProvider+"="+p.path, envUsage+"="+
			w.file("usage"))...),
	}
	return w, err
}

// platformEnvironment configures our provider, and offers the same to the variables of other configurations.
func platformEnvironment(p *estate.Server) []string {
	return []string{
		"TELECOMX_ENDPOINT=" + p.URL(), "TELECOMX_TOKEN=" + simtelecomx.Token, "TELECOMX_CUSTOMER_ID=" + simtelecomx.Reseller,
		"IPTV_PANEL_ENDPOINT=" + p.URL(), "IPTV_PANEL_API_KEY=" + simpanel.APIKey, "IPTV_PANEL_USER_TOKEN=" +
			simpanel.AdminToken,
		"ICAREUS_ENDPOINT=" + p.URL() + "/api/channels/admin", "ICAREUS_ORGANIZATION_ID=" + strconv.Itoa(simicareus.Organization),
		"ICAREUS_SECRET=" + simicareus.Secret,
		"TF_VAR_endpoint=" + p.URL(), "TF_VAR_telecomx_token=" + simtelecomx.Token, "TF_VAR_customer_id=" +
			simtelecomx.Reseller,
		"TF_VAR_panel_api_key=" + simpanel.APIKey, "TF_VAR_panel_user_token=" + simpanel.AdminToken,
		"TF_VAR_icareus_token=" + simicareus.Token, "TF_VAR_organization_id=" + strconv.Itoa(simicareus.Organization),
	}
}

func (w *workspace) file(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

// set gives a variable of the configuration a value, which undeclared variables ignore.
func (w *workspace) set(name, value string) { w.Env = append(w.Env, "TF_VAR_"+name+"="+value) }

// run runs a command of the CLI, which has to end with the wanted code, and measures it.
func (w *workspace) run(ctx context.Context, want int, args ...string) (step, string, error) {
	args = append(args, w.flags...)
	w.platforms.ResetRequests()
	started := time.Now()
	result, err := w.Run(ctx, args...)
	taken := time.Since(started)
	if err != nil {
		return step{}, "", err
	}
	if result.Code != want {
		return step{}, "", fmt.Errorf("%s ended with %d instead of %d:\n%s", strings.Join(args, " "), result.Code, want,
			excerpt(result.Output))
	}
	used, err := takeUsage(w.file("usage"))
	return step{
		Seconds: round(taken.Seconds(), 3), CLICPU: round(result.CPU.Seconds()-used.Seconds, 3),
		ProviderCPU: round(used.Seconds, 3), ProviderPeakMB: round(used.PeakMB, 1),
		Requests: w.platforms.Count(), Operations: w.platforms.Counts(),
	}, result.Output, err
}

// excerpt is the first errors of a long output, or its end.
func excerpt(output string) string {
	const most = 4000
	if i := strings.Index(output, "Error: "); i >= 0 {
		output = output[i:]
		return output[:min(len(output), most)]
	}
	return output[max(0, len(output)-most):]
}

// onlyChanges fails unless a plan changes something, and creates and destroys nothing.
var onlyChanges = regexp.MustCompile(`Plan: 0 to add, [1-9]\d* to change, 0 to destroy`)

// sourceIn is where the first provider of a configuration comes from.
var sourceIn = regexp.MustCompile(`(?m)^\s*source\s*=\s*"([^"]+)"`)
