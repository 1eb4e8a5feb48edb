"""The rules of ISO 19005-3, PDF/A-3a, beside those of PDF/UA-1."""

import re

from pikepdf import Dictionary, Name, Stream

XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
OURS = [space for prefix, space in XMP.items() if prefix not in ("pdfuaid", "rdf")]


class ArchiveRules:
    def archive(self):
        if not self.pdf.trailer.get("/ID"):
            self.say("A-6.1.3", "the file has no identifier")
        if self.pdf.trailer.get("/Encrypt") is not None:
            self.say("A-6.1.3", "the file is encrypted")
        for one in self.pdf.objects:
            if isinstance(one, Stream):
                filters = one.get("/Filter", [])
                if "/LZWDecode" in ([filters] if isinstance(filters, Name) else list(filters)):
                    self.say("A-6.1.7", "a stream is compressed by LZW")
                if "/F" in one or "/FFilter" in one:
                    self.say("A-6.1.7", "a stream is in another file")
        metadata = self.root.get("/Metadata")
        if isinstance(metadata, Stream):
            self.claims(metadata)
        self.colours()
        listed = {one.objgen for one in self.root.get("/AF", [])}
        for one in self.pdf.objects:
            if isinstance(one, Dictionary) and "/EF" in one:
                self.attachment(one, listed)

    def claims(self, metadata):
        if "/Filter" in metadata:
            self.say("A-6.6.2", "the metadata cannot be read without a filter")
        if re.search(rb"<\?xpacket[^>]*(bytes|encoding)=", metadata.read_bytes()):
            self.say("A-6.6.2", "the packet of the metadata has an attribute of old")
        if getattr(self, "rdf", None) is None:
            return
        if (self.value("pdfaid", "part"), self.value("pdfaid", "conformance")) != ("3", "A"):
            self.say("A-6.6.4", "the metadata does not claim PDF/A-3a")
        described = {one.text for one in self.rdf.iter("{%s}namespaceURI" % XMP["pdfaSchema"])}
        for one in self.rdf.iter():
            space = one.tag[1:].partition("}")[0]
            if space not in OURS and space != XMP["rdf"] and space not in described:
                self.say("A-6.6.2.3", f"nobody describes {space}")
        information = self.pdf.trailer.get("/Info", Dictionary())
        pairs = [("/Title", "dc", "title"), ("/Author", "dc", "creator"), ("/Subject", "dc", "description")]
        pairs += [("/Keywords", "pdf", "Keywords"), ("/Producer", "pdf", "Producer")]
        pairs += [("/Creator", "xmp", "CreatorTool")]
        for key, prefix, name in pairs:
            if key in information and str(information[key]).strip() != self.value(prefix, name):
                self.say("A-6.6.3", f"{key} is not what the metadata says")
        for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
            day = re.sub(r"\D", "", self.value("xmp", name) or "")
            if key in information and day[:8] != str(information[key])[2:10]:
                self.say("A-6.6.3", f"{key} is not what the metadata says")

    def colours(self):
        profiles = [
            one["/DestOutputProfile"]
            for one in self.root.get("/OutputIntents", [])
            if one.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one
        ]
        if not profiles:
            self.say("A-6.2.3", "nobody knows what the colours are")
        for profile in profiles:
            data = profile.read_bytes()
            good = len(data) > 132 and int.from_bytes(data[:4], "big") == len(data) and data[36:40] == b"acsp"
            good = good and data[12:16] in (b"mntr", b"prtr") and data[16:20] == b"RGB " and data[8] <= 4
            tags = {data[at : at + 4] for at in range(132, 132 + 12 * int.from_bytes(data[128:132], "big"), 12)}
            if not good or int(profile.get("/N", 0)) != 3 or not {b"rXYZ", b"rTRC", b"wtpt"} <= tags:
                self.say("A-6.2.3", "the profile of the colours is none of RGB")

    def attachment(self, one, listed):
        if one.get("/AFRelationship") not in ("/Data", "/Alternative", "/Source", "/Supplement", "/Unspecified"):
            self.say("A-6.8", "a file inside does not say what it is for")
        if one.objgen not in listed:
            self.say("A-6.8", "a file inside belongs to nothing")
        for stream in one["/EF"].values():
            if "/Subtype" not in stream or "/" not in str(stream["/Subtype"])[1:]:
                self.say("A-6.8", "a file inside does not say what it is")
            if not str(stream.get("/Params", Dictionary()).get("/ModDate", "")).startswith("D:"):
                self.say("A-6.8", "a file inside has no date")
