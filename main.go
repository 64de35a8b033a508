// The provider of an IPTV estate: Telecom X, a line panel and Icareus Suite.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

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
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/iptvops/iptv",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
