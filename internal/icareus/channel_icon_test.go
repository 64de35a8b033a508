package icareus_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
