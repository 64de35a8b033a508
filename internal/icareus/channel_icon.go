package icareus

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// maxIcon is the largest icon that is uploaded, in bytes.
const maxIcon = 16 << 20

// icon is the image that a configuration names.
type icon struct {
	name    string // of the file to upload
	content []byte
	sha256  string // hexadecimal
}

// errNoImage is content of a kind that the platform cannot show.
var errNoImage = errors.New("the content is not an image that the provider recognises: PNG, JPEG, GIF, WebP, SVG, AVIF, HEIC, " +
	"BMP, ICO, TIFF or JPEG XL")

// hasIcon reports whether the configuration names an icon, known or not.
func (m *channelResourceModel) hasIcon() bool { return !m.IconFile.IsNull() || !m.IconBase64.IsNull() }

// isIconKnown reports whether the content of the icon can be read by now.
func (m *channelResourceModel) isIconKnown() bool {
	return !m.IconFile.IsUnknown() && !m.IconBase64.IsUnknown()
}

// iconPath is the attribute that the icon comes from.
func (m *channelResourceModel) iconPath() path.Path {
	if m.IconBase64.IsNull() {
		return path.Root("icon_file")
	}
	return path.Root("icon_base64")
}

// readIcon is the icon that a configuration names. It need not be an image.
func (m *channelResourceModel) readIcon() (icon, error) {
	if m.IconBase64.IsNull() {
		return readIconFile(m.IconFile.ValueString())
	}
	content, err := decodeIcon(m.IconBase64.ValueString())
	if err != nil {
		return icon{}, err
	}
	extension := strings.TrimPrefix(api.ImageType(content), "image/")
	extension, _, _ = strings.Cut(strings.TrimPrefix(extension, "x-"), "+")
	return newIcon("icon."+extension, content), nil
}

func newIcon(name string, content []byte) icon {
	sum := sha256.Sum256(content)
	return icon{name: name, content: content, sha256: hex.EncodeToString(sum[:])}
}

func readIconFile(file string) (icon, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return icon{}, fmt.Errorf("cannot read the icon file: %w", err)
	case !info.Mode().IsRegular():
		return icon{}, fmt.Errorf("cannot read the icon file: %s is not a file", file)
	case info.Size() == 0:
		return icon{}, fmt.Errorf("the icon file %s is empty", file)
	case info.Size() > maxIcon:
		return icon{}, fmt.Errorf("the icon file %s is larger than %d MiB", file, maxIcon>>20)
	}
	content, err := os.ReadFile(file) //nolint:gosec // reading the file that the user names is the purpose
	if err != nil {
		return icon{}, fmt.Errorf("cannot read the icon file: %w", err)
	}
	return newIcon(filepath.Base(file), content), nil
}

func decodeIcon(text string) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	switch {
	case err != nil:
		return nil, errors.New("the icon is not base64, as filebase64() and base64encode() write it")
	case len(content) == 0:
		return nil, errors.New("the icon is empty")
	case len(content) > maxIcon:
		return nil, fmt.Errorf("the icon is larger than %d MiB", maxIcon>>20)
	}
	return content, nil
}

// toUpload is the icon that a create or update has to upload, nil where the platform has it already or there is none;
// false when it is not what was planned. m is the configuration, and uploaded the hash of the icon that the platform has.
func (m *channelResourceModel) toUpload(plan channelResourceModel, uploaded string, diags *diag.Diagnostics) (*icon, bool) {
	planned := plan.IconSHA256.ValueString() // "" while it is not known
	if !m.hasIcon() || (planned != "" && planned == uploaded) || plan.IconSHA256.IsNull() {
		return nil, true
	}
	icon, err := m.readIcon()
	switch {
	case err != nil:
		diags.AddAttributeError(m.iconPath(), "Cannot read icon", tf.Sentence(err.Error()))
		return nil, false
	case planned != "" && planned != icon.sha256:
		diags.AddAttributeError(m.iconPath(), "Icon has changed",
			"The content of the icon is not what it was when the plan was made. Make a new plan.")
		return nil, false
	case icon.sha256 == uploaded:
		return nil, true
	case api.ImageType(icon.content) == "":
		diags.AddAttributeError(m.iconPath(), "Icon is not an image", tf.Sentence(errNoImage.Error()))
		return nil, false
	}
	return &icon, true
}

// base64Image accepts an image in base64.
type base64Image struct{}

func (base64Image) Description(context.Context) string               { return "must be an image in base64" }
func (v base64Image) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (base64Image) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := decodeIcon(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Cannot read icon", tf.Sentence(err.Error()))
	}
}

// uploadedHash is the hash of an icon that was not known at plan; null when it could not be uploaded.
func uploadedHash(icon *icon, failed error) types.String {
	if icon == nil || failed != nil {
		return types.StringNull()
	}
	return types.StringValue(icon.sha256)
}

// warnNotUploaded is for an upload that failed after the channel was created.
func warnNotUploaded(at path.Path, id int64, err error, diags *diag.Diagnostics) {
	var failures diag.Diagnostics
	tf.AddError(&failures, "Cannot upload channel icon", err, nil,
		fmt.Sprintf("Channel %d exists without the icon. The next apply uploads it.", id))
	for _, failure := range failures {
		diags.AddAttributeWarning(at, failure.Summary(), failure.Detail())
	}
}

// keptHash is the hash of an icon that turned out to be the one that the platform has, or to be none.
func keptHash(config channelResourceModel, uploaded string) types.String {
	if !config.hasIcon() {
		return types.StringNull()
	}
	return types.StringValue(uploaded)
}
