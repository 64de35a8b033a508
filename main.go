// The provider of an IPTV estate: Telecom X, a line panel and Icareus Suite.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// Set by the linker in releases.
var (
	version = "dev"
	commit  = "none"
)

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger: print the TF_REATTACH_PROVIDERS to use, and stay")
	showVersion := flag.Bool("version", false, "print version and commit, and end")
	flag.Parse()
	if *showVersion {
		fmt.Printf("terraform-provider-iptv %s (%s)\n", version, commit)
		return
	}
	collectLess()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		quietLogs()
	}
	newServer := func() tfprotov6.ProviderServer { return provider.NewServer(version) }
	err := tf6server.Serve("registry.terraform.io/iptvops/iptv", newServer, options...)
	if err != nil {
		log.Fatal(err)
	}
}

// collectLess lets the heap grow to four times what is in use before the garbage is collected, instead of twice: what is in
// use is small, and the framework makes much garbage, whose collection was a fifth of the provider's time. GOGC overrides it.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
}

// quietLogs turns the plugin framework's own logs off unless logs are asked for: it formats a line for every attribute
// that it looks at, a third of the provider's time, and Terraform throws them away.
func quietLogs() {
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"} {
		_ = os.Setenv(name, "OFF")
	}
}
