package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const (
	module = "github.com/iptvops/terraform-provider-iptv"
	binary = "terraform-provider-iptv"
	source = "iptvops/iptv"
)

// Binary returns the name of the provider's program that a development override is looked for by.
func Binary() string { return binary + executable() }

// BuildProvider builds the provider into the file; version may be empty. It works in every directory of the module.
func BuildProvider(ctx context.Context, file, version string) error {
	args := []string{"build", "-o", file}
	if version != "" {
		args = append(args, "-ldflags", "-X main.version="+version)
	}
	build := exec.CommandContext(ctx, "go", append(args, module)...) //nolint:gosec // all arguments are the caller's own
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}
	return nil
}

// BuildOverride builds the provider into dir and returns a CLI configuration by which the CLI takes it from there,
// without init.
func BuildOverride(ctx context.Context, dir string) (string, error) {
	return Override(source, dir), BuildProvider(ctx, filepath.Join(dir, Binary()), "")
}

// BuildMirror builds the provider into a mirror below dir and returns a CLI configuration by which init installs it
// from there: the way of a release.
func BuildMirror(ctx context.Context, dir, version string) (string, error) {
	built := filepath.Join(dir, binary+"_v"+version+executable())
	if err := BuildProvider(ctx, built, version); err != nil {
		return "", err
	}
	mirror := filepath.Join(dir, "mirror")
	// A source without a host name is another registry to each CLI.
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		place := filepath.Join(mirror, host, filepath.FromSlash(source), version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(place, 0o750); err != nil {
			return "", err
		}
		if err := os.Link(built, filepath.Join(place, filepath.Base(built))); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror), nil
}

// Override returns a CLI configuration by which the CLI takes the provider of that source from dir, without init.
func Override(source, dir string) string {
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", source, dir)
}

func executable() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
