package icareus_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// An interrupt while the platform works on a create: what the platform did is in state.
func TestAccChannel_interrupted(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config(minimal))
	output := w.ApplyInterrupted(p, "icareus.addChannel", syscall.SIGINT)
	if !strings.Contains(output, "nterrupt") {
		t.Errorf("the CLI did not notice the interrupt:\n%s", output)
	}
	if n := len(p.Icareus.Channels(organization)); n != 1 {
		t.Fatalf("%d channels, want 1\n%s", n, output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the channel is not in state as it is on the platform:\n%s", plan.Output)
	}
}

// An import block takes a channel over as it is. OpenTofu finds the provider of a short name in the block only.
func TestAccChannel_importBlock(t *testing.T) {
	p := acctest.New(t)
	id := p.Icareus.AddChannel(organization, simicareus.NewChannel("News"))
	w := acctest.NewWorkspace(t, p.Config(minimal+`
import {
  provider = iptv
  to       = icareus_channel.news
  id       = "%d"
}
`, id))
	if output := w.Apply(); !strings.Contains(output, "1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the channel is not imported as it is:\n%s", output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the second plan is not empty:\n%s", plan.Output)
	}
	if n := p.Count("icareus.addChannel"); n != 0 {
		t.Errorf("%d channels were created", n)
	}
}

// No credential is in a log, at the most talkative level, through a whole life with errors in it.
func TestAccChannel_logs(t *testing.T) {
	p := acctest.New(t)
	icon := filepath.Join(t.TempDir(), "icon.gif")
	if err := os.WriteFile(icon, []byte("GIF89a"), 0o600); err != nil {
		t.Fatal(err)
	}
	const secret = "a-very-secret-value"
	p.Icareus.AddOrganization(simicareus.OrganizationData{ID: 4711, Secret: secret, Languages: []string{"en_US"}})
	provider := strings.NewReplacer("2631609", "4711", `"secret"`, `"`+secret+`"`)
	w := acctest.NewWorkspace(t, provider.Replace(p.Config(minimal)))
	w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log")}

	p.Inject(
		simulator.Fault{Operation: "icareus.getChannel", Status: 503, RetryAfter: 1},
		simulator.Fault{Operation: "icareus.updateChannel", Kind: simulator.Drop},
		simulator.Fault{Operation: "icareus.updateChannel", Kind: simulator.HTML, Status: 502},
	)
	w.Apply()
	w.Write("main.tf", provider.Replace(p.Config(channelWith("description = \"Changed\"\n icon_file = \""+icon+"\""))))
	w.Apply()
	w.Write("main.tf", provider.Replace(p.Config(channelWith("categories = [1]"))))
	if failed := w.Run("apply", "-auto-approve", "-no-color"); failed.Code == 0 {
		t.Error("an unknown category was accepted")
	}
	w.Must("destroy", "-auto-approve", "-no-color")

	log := w.Read("trace.log")
	if !strings.Contains(log, "updateChannel") && !strings.Contains(log, "update channel") {
		t.Fatal("the log does not show the provider's requests: it proves nothing")
	}
	tokens := []string{secret}
	for _, r := range p.Requests() {
		tokens = append(tokens, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	}
	if len(tokens) < 8 {
		t.Fatalf("only %d requests", len(tokens)-1)
	}
	for _, token := range tokens {
		if strings.Contains(log, token) {
			t.Errorf("the log holds the credential %q", token)
		}
	}
}
