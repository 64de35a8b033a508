package main

import (
	"bytes"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// chart draws an empty plan over the number of objects, at the highest latency: its time and its requests, as SVG.
func (r *report) chart() ([]byte, error) {
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	latency := int64(0)
	for _, one := range r.Results {
		latency = max(latency, one.LatencyMS)
	}
	time, err := r.panel(fmt.Sprintf("Empty plan, %d ms a request", latency), "seconds", latency,
		func(one result) (float64, bool) { return one.Plan.Seconds, true })
	if err != nil {
		return nil, err
	}
	// What all kinds are compared with, at each number of objects that any of them has.
	var data, ones plotter.XYs
	add := func(points *plotter.XYs, x, y float64) {
		if !slices.ContainsFunc(*points, func(p plotter.XY) bool { return p.X == x }) {
			*points = append(*points, plotter.XY{X: x, Y: y})
		}
	}
	for _, one := range r.Results {
		if one.LatencyMS != latency {
			continue
		}
		add(&ones, float64(one.N), float64(one.N))
		if one.Data != nil {
			add(&data, float64(one.N), one.Data.Plan.Seconds)
		}
	}
	if err := addLine(time, "terraform_data", reference, data); err != nil {
		return nil, err
	}
	count, err := r.panel("Requests of an empty plan", "requests", latency,
		func(one result) (float64, bool) { return float64(one.Plan.Requests), true })
	if err != nil {
		return nil, err
	}
	if err := addLine(count, "one request an object", reference, ones); err != nil {
		return nil, err
	}
	for _, axis := range []*plot.Axis{&time.X, &time.Y, &count.X, &count.Y} {
		axis.Min, axis.Max = axis.Min/1.2, axis.Max*1.2
	}
	const legend = 20 // times the highest value: the room above the lines
	time.Y.Max, count.Y.Max = time.Y.Max*legend, count.Y.Max*legend
	canvas := vgsvg.New(10*vg.Inch, 4*vg.Inch)
	tiles := draw.Tiles{Rows: 1, Cols: 2, PadX: 8 * vg.Millimeter, PadTop: 4, PadBottom: 4, PadLeft: 4, PadRight: 12}
	for i, area := range plot.Align([][]*plot.Plot{{time, count}}, tiles, draw.New(canvas))[0] {
		[]*plot.Plot{time, count}[i].Draw(area)
	}
	var svg bytes.Buffer
	_, err = canvas.WriteTo(&svg)
	return svg.Bytes(), err
}

// drawn is our own kinds in the chart, where they stand against the peers.
var drawn = []string{channelKind.name, packageKind.name, lineKind.name}

// kinds is what the chart has a line for.
func (r *report) kinds() []string {
	var names []string
	for _, one := range r.Results {
		if (one.Peer || slices.Contains(drawn, one.Kind)) && !slices.Contains(names, one.Kind) {
			names = append(names, one.Kind)
		}
	}
	return names
}

func (r *report) panel(title, label string, latency int64, value func(result) (float64, bool)) (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "objects", label
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left, p.Legend.Padding = true, true, vg.Points(2)
	p.Add(plotter.NewGrid())
	for i, name := range r.kinds() {
		if err := addLine(p, name, i, r.points(name, latency, value)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// points is the values of a kind over n; what a logarithm does not take is omitted.
func (r *report) points(name string, latency int64, value func(result) (float64, bool)) plotter.XYs {
	var points plotter.XYs
	for _, one := range r.Results {
		if y, ok := value(one); ok && y > 0 && one.Kind == name && one.LatencyMS == latency {
			points = append(points, plotter.XY{X: float64(one.N), Y: y})
		}
	}
	return points
}

// reference is the place, among the kinds, of what they are compared with.
const reference = -1

func addLine(p *plot.Plot, name string, i int, points plotter.XYs) error {
	if len(points) == 0 {
		return nil
	}
	line, dots, err := plotter.NewLinePoints(points)
	if err != nil {
		return err
	}
	line.Color, line.Dashes, line.Width = color.Gray{Y: 128}, plotutil.Dashes(1), vg.Points(1)
	dots.Color, dots.Shape = color.Gray{Y: 128}, draw.PlusGlyph{}
	if i != reference {
		line.Color, line.Dashes, line.Width = plotutil.Color(i), nil, vg.Points(1.5)
		dots.Color, dots.Shape = plotutil.Color(i), plotutil.Shape(i)
	}
	p.Add(line, dots)
	p.Legend.Add(name, line, dots)
	return nil
}
