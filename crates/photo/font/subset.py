"""Makes stamp.otf, the font of the photo stamp.

    apt-get install fonts-noto-cjk
    pip install fonttools==4.68.0 pypinyin-dict==0.9.0
    python subset.py

The characters: GB2312, the 8,105 of 通用规范汉字表 (the General Standard list, by way of the
dictionary that pypinyin-dict carries), Latin-1, CJK punctuation and a few signs.
"""

import pathlib

from fontTools import subset
from fontTools.ttLib import TTCollection
from pypinyin_dict.pinyin_data import ktghz2013

COLLECTION = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
HERE = pathlib.Path(__file__).parent


def gb2312():
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def general_standard():
    tables = [value for value in vars(ktghz2013).values() if isinstance(value, dict)]
    points = max(tables, key=len)
    assert len(points) == 8105, len(points)
    return map(chr, points)


def wanted():
    text = set(gb2312()) | set(general_standard())
    text |= {chr(point) for point in range(0x20, 0x7F)}
    text |= {chr(point) for point in range(0xA0, 0x100)}
    text |= {chr(point) for point in range(0x3000, 0x3020)}  # CJK punctuation
    text |= {chr(point) for point in range(0xFF01, 0xFF5F)}  # full-width forms
    text |= {chr(point) for point in range(0x2460, 0x2474)}  # ① to ⑳
    text |= set("±°·•…—–―‘’“”※□■○●△▲☆★℃㎡㎥㎞‰′″№→←↑↓≤≥≈×÷〇﹒・")
    return text


def main():
    font = next(
        font
        for font in TTCollection(COLLECTION).fonts
        if font["name"].getDebugName(4) == "Noto Sans CJK SC"
    )
    has = font.getBestCmap()
    text = wanted()
    missing = sorted(char for char in text if ord(char) not in has and char != "\xad")
    print(f"{len(text)} characters wanted, {len(missing)} not in the font: {''.join(missing)}")

    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the copyright and licence stay inside
    options.name_languages = [0x409]
    options.drop_tables += ["BASE", "GPOS", "GSUB", "GDEF", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(char) for char in text])
    subsetter.subset(font)
    # A collection's fonts carry no date of their own making: the same input gives the same file.
    font.recalcTimestamp = False
    font.flavor = None
    font.save(HERE / "stamp.otf")


if __name__ == "__main__":
    main()
