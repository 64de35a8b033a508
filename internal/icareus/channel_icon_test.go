package icareus_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

const iconChange = "icon_sha256 large_icon medium_icon small_icon"

// writeFile writes a file of the given name in a directory of its own and is its path.
func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func withIcon(file string) arguments { return arguments{"name": "News", "icon_file": file} }

// A refused icon does not fail the create: the channel stays, and the next plan uploads.
func TestChannelIcon_refusedOnCreate(t *testing.T) {
	file := writeFile(t, "icon.gif", "GIF89a one")
	for name, c := range map[string]struct{ wanted, known arguments }{
		"file":              {withIcon(file), nil},
		"base64":            {arguments{"name": "News", "icon_base64": gif}, nil},
		"base64, not known": {arguments{"name": "News", "icon_base64": later}, arguments{"name": "News", "icon_base64": gif}},
	} {
		for _, typeName := range twins {
			t.Run(name+"/"+typeName, func(t *testing.T) {
				m := manage(t, typeName)
				m.variant(func(v *simicareus.Variants) { v.IconsRefused = true })
				wanted := c.wanted
				if c.known != nil {
					m.must(c.wanted, c.known)
					wanted = c.known
				} else {
					m.must(c.wanted)
				}
				m.warned("Cannot upload channel icon", "not an image", "The next apply uploads it")
				id := m.channel().ServiceID
				m.wantPlan(wanted, iconChange)

				// Refused again, it is an error of an update, and still planned.
				m.says(m.apply(wanted), "Cannot upload channel icon")
				m.wantPlan(wanted, iconChange)

				m.variant(func(v *simicareus.Variants) { v.IconsRefused = false })
				m.must(wanted)
				m.wantPlan(wanted, "")
				if m.channel().ServiceID != id || m.Icareus.Icon(organization, id) == nil {
					t.Error("the channel was replaced, or has no icon")
				}
			})
		}
	}
}

// Without a refresh the icon that was not uploaded is planned as well.
func TestChannelIcon_notUploadedWithoutRefresh(t *testing.T) {
	m := manage(t, "icareus_channel")
	wanted := withIcon(writeFile(t, "icon.gif", "GIF89a one"))
	m.variant(func(v *simicareus.Variants) { v.IconsRefused = true })
	m.must(wanted)
	m.variant(func(v *simicareus.Variants) { v.IconsRefused = false })
	change, _, err := m.PlanChange(t.Context(), m.server(), m.Snapshot, m.value(wanted))
	if err != nil || change.Planned.Equal(m.Value) {
		t.Fatalf("the plan is empty, %v", err)
	}
	if err := m.Apply(t.Context(), m.server(), change); err != nil {
		t.Fatal(err)
	}
	if m.Icareus.Icon(organization, m.channel().ServiceID) == nil {
		t.Error("the icon was not uploaded")
	}
	m.wantPlan(wanted, "")
}

// Another path with the same content is no update and no request, and neither is another spelling of the same base64.
func TestChannelIcon_samePicture(t *testing.T) {
	content, err := base64.StdEncoding.DecodeString(gif)
	if err != nil {
		t.Fatal(err)
	}
	first, second := writeFile(t, "icon.gif", string(content)), writeFile(t, "other.gif", string(content))
	m := manage(t, "icareus_channel")
	m.must(withIcon(first))
	m.ResetRequests()
	m.wantPlan(withIcon(second), "")
	if n := m.Count("icareus.addChannelIcon", "icareus.updateChannel"); n != 0 {
		t.Errorf("%d requests", n)
	}
	// The first file is gone: what else changes does not need it.
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	m.must(arguments{"name": "Other", "icon_file": second})
	m.wantPlan(arguments{"name": "Other", "icon_file": second}, "")

	// From a file to base64: an update without a request.
	m.ResetRequests()
	inline := arguments{"name": "Other", "icon_base64": gif}
	m.must(inline)
	m.wantPlan(inline, "")
	inline["icon_base64"] = " " + gif + "\n"
	m.wantPlan(inline, "")
	if n := m.Count("icareus.addChannelIcon", "icareus.updateChannel"); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A destroy plans the configuration first: a file that is gone does not stand in its way, nor in that of other changes.
func TestChannelIcon_missingFile(t *testing.T) {
	file := writeFile(t, "icon.gif", "GIF89a one")
	m := manage(t, "icareus_channel")
	m.must(withIcon(file))
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	m.wantPlan(withIcon(file), "")
	m.warned("Icon is not checked", "keeps the icon")
	elsewhere := filepath.Join(t.TempDir(), "icon.gif")
	m.wantPlan(withIcon(elsewhere), "")
	m.must(arguments{"name": "Other", "icon_file": file})
	m.fails(withIcon(filepath.Join(t.TempDir(), "new.gif")), "Cannot read icon", "icon_base64", "terraform destroy -refresh=false")

	// A removed icon cannot be uploaded from a missing file, which is a warning as well.
	m.Icareus.RemoveIcon(organization, m.channel().ServiceID)
	m.wantPlan(arguments{"name": "Other", "icon_file": file}, "")
	m.must(nil)
	m.fails(withIcon(file), "Cannot read icon", "icon_base64")
}

// What is no image is refused at plan, before anything is sent; an icon that the channel has already stays.
func TestChannelIcon_noImage(t *testing.T) {
	file := writeFile(t, "main.tf", "resource \"icareus_channel\" \"news\" {}\n")
	m := manage(t, "icareus_channel")
	m.fails(withIcon(file), "Icon is not an image", "PNG, JPEG")
	m.fails(arguments{"name": "News", "icon_base64": base64.StdEncoding.EncodeToString([]byte("text"))}, "Icon is not an image")
	m.fails(withIcon(writeFile(t, "empty.png", "")), "empty.png is empty")
	unknown, known := arguments{"name": "News", "icon_base64": later}, arguments{"name": "News", "icon_base64": "dGV4dA=="}
	m.says(m.apply(unknown, known), "Icon is not an image")
	if n := m.Count("icareus.addChannel"); n != 0 {
		t.Errorf("%d channels were created", n)
	}
}

// Each kind of image is sent with its own media type.
func TestChannelIcon_mediaType(t *testing.T) {
	for name, c := range map[string]struct{ content, mediaType string }{
		"icon.svg":  {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml"},
		"icon.avif": {"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1miaf", "image/avif"},
		"icon.heic": {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"},
		"icon.gif":  {"GIF89a", "image/gif"},
	} {
		for _, inline := range []bool{false, true} {
			m := manage(t, "icareus_channel")
			wanted := withIcon(writeFile(t, name, c.content))
			if inline {
				wanted = arguments{"name": "News", "icon_base64": base64.StdEncoding.EncodeToString([]byte(c.content))}
			}
			m.must(wanted)
			sent := string(m.Requests("icareus.addChannelIcon")[0].Body)
			if !strings.Contains(sent, "Content-Type: "+c.mediaType+"\r\n") || !strings.Contains(sent, `filename="`) {
				t.Errorf("%s was sent as %q", name, sent)
			}
			if stored := m.channel().IconName; !inline && stored != name || inline && !strings.HasPrefix(stored, "icon.") {
				t.Errorf("%s is stored as %s", name, stored)
			}
		}
	}
}

// An icon that another client removed is drift where an icon has shown before, and nowhere else.
func TestChannelIcon_removed(t *testing.T) {
	wanted := withIcon(writeFile(t, "icon.gif", "GIF89a one"))
	m := manage(t, "icareus_channel")
	m.must(wanted)
	id := m.channel().ServiceID
	m.Icareus.RemoveIcon(organization, id)
	m.wantPlan(wanted, iconChange)
	m.must(wanted)
	if m.Icareus.Icon(organization, id) == nil {
		t.Error("the icon was not uploaded")
	}
	m.wantPlan(wanted, "")

	m = manage(t, "icareus_channel")
	m.variant(func(v *simicareus.Variants) { v.IconsUnset = true })
	m.must(wanted)
	m.wantPlan(wanted, "")
	if m.attribute("large_icon") != "" || m.attribute("icon_sha256") == nil {
		t.Errorf("large_icon is %v, icon_sha256 %v", m.attribute("large_icon"), m.attribute("icon_sha256"))
	}
}

// Content from elsewhere may be known during the apply only. The hash is known where the content is.
func TestChannelIcon_base64(t *testing.T) {
	m := manage(t, "icareus_channel")
	unknown, known := arguments{"name": "News", "icon_base64": later}, arguments{"name": "News", "icon_base64": gif}
	m.must(unknown, known)
	if got := base64.StdEncoding.EncodeToString(m.Icareus.Icon(organization, m.channel().ServiceID)); got != gif {
		t.Errorf("the icon is %s", got)
	}
	hash := m.attribute("icon_sha256")
	m.wantPlan(known, "")

	// The same content, not known at plan: nothing is sent.
	m.ResetRequests()
	m.must(unknown, known)
	if n := m.Count("icareus.addChannelIcon", "icareus.updateChannel"); n != 0 || m.attribute("icon_sha256") != hash {
		t.Errorf("%d requests, the hash is %v, was %v", n, m.attribute("icon_sha256"), hash)
	}
	m.wantPlan(known, "")

	// It turns out to be none.
	m.must(unknown, arguments{"name": "News"})
	m.wantPlan(arguments{"name": "News"}, "")
	if m.attribute("icon_sha256") != nil {
		t.Errorf("icon_sha256 is %v without an icon", m.attribute("icon_sha256"))
	}
	m.must(known)
	if got := m.attribute("icon_sha256"); fmt.Sprint(got) != fmt.Sprint(hash) {
		t.Errorf("icon_sha256 is %v, want %v", got, hash)
	}
}

func TestAccChannel_icon(t *testing.T) {
	p := acctest.New(t)
	file := filepath.Join(t.TempDir(), "icon.gif")
	write := func(content string) {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	uploaded := func(want string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := string(p.Icareus.Icon(organization, p.Icareus.Channels(organization)[0].ServiceID)); got != want {
				return fmt.Errorf("the icon is %q, want %q", got, want)
			}
			return nil
		}
	}
	withIcon := fmt.Sprintf(`
resource "icareus_channel" "news" {
  provider  = iptv
  name      = "News"
  icon_file = %q
}
`, file)
	write("GIF89a one")
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(withIcon),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(news, tfjsonpath.New("icon_sha256"),
					knownvalue.StringExact("4b77371af06fac3f5dda8cbc020ecbcf726d9f258fd6a69db747e5ee4e365cd4")),
			}},
			Check: resource.ComposeTestCheckFunc(uploaded("GIF89a one"),
				counted(p, map[string]int{"icareus.addChannel": 1, "icareus.addChannelIcon": 1})),
			ConfigStateChecks: []statecheck.StateCheck{value("small_icon", knownvalue.StringRegexp(regexp.MustCompile(`^https?://`)))},
		},
		resource.TestStep{ // new content under the same name
			PreConfig: func() { p.ResetRequests(); write("GIF89a two") },
			Config:    p.Config(withIcon),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(news, plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(news, tfjsonpath.New("small_icon")),
			}},
			Check: resource.ComposeTestCheckFunc(uploaded("GIF89a two"),
				counted(p, map[string]int{"icareus.updateChannel": 0, "icareus.addChannelIcon": 1})),
		},
		resource.TestStep{ // forgetting the icon sends nothing
			PreConfig: p.ResetRequests,
			Config:    p.Config(minimal),
			Check: resource.ComposeTestCheckFunc(uploaded("GIF89a two"),
				counted(p, map[string]int{"icareus.updateChannel": 0, "icareus.addChannelIcon": 0})),
			ConfigStateChecks: []statecheck.StateCheck{value("icon_sha256", knownvalue.Null())},
		},
		resource.TestStep{
			PreConfig:   func() { _ = os.Remove(file) },
			Config:      p.Config(withIcon),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`Cannot read icon`),
		},
	)
}

// A failed upload is a warning: the channel stays, and the next apply uploads the icon.
func TestAccChannel_iconFails(t *testing.T) {
	p := acctest.New(t)
	file := filepath.Join(t.TempDir(), "icon.gif")
	if err := os.WriteFile(file, []byte("GIF89a"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, p.Config(`
resource "icareus_channel" "news" {
  provider  = iptv
  name      = "News"
  icon_file = %q
}
`, file))
	p.Icareus.SetVariants(func(v *simicareus.Variants) { v.IconsRefused, v.TrimTexts = true, true })
	if output := w.Apply(); !strings.Contains(output, "Cannot upload channel icon") || !strings.Contains(output, "not an image") {
		t.Errorf("there is no warning of the icon:\n%s", output)
	}
	id := p.Icareus.Channels(organization)[0].ServiceID
	p.Icareus.SetVariants(func(v *simicareus.Variants) { v.IconsRefused = false })
	if output := w.Apply(); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the icon was not uploaded by an update:\n%s", output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the next plan is not empty:\n%s", plan.Output)
	}
	if p.Icareus.Icon(organization, id) == nil {
		t.Error("the channel has no icon")
	}

	// The file is gone, and with it nothing that a destroy needs.
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	w.Must("destroy", "-auto-approve", "-no-color")
	if n := len(p.Icareus.Channels(organization)); n != 0 {
		t.Errorf("%d channels are left", n)
	}
}
