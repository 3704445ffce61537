import type { DeviceAttribute } from '#model/device.ts'

export type ColumnMeaning = DeviceAttribute | 'sourceKey'

/**
 * What hospitals call a column, as `plainHeader` writes it: most sure first. Names of CMMS and MDSP exports in English,
 * the commonest in German, French and Spanish. A name after `~` is taken with half the trust.
 */
const columnNames: Readonly<Record<ColumnMeaning, readonly string[]>> = {
  sourceKey: names(
    'device uid|uid|sys id|sysid|guid|uuid|record id|internal id|row id|object id|device uuid|unique id|~device key|~id',
  ),
  assetTag: names(
    'asset tag|asset number|asset no|asset num|asset id|tag number|tag no|tag|asset|equipment number|equipment no|equipment id|eq no|eq id|' +
      'control number|control no|control num|cn|ce number|ce no|ce id|ce tag|be number|bmet number|biomed number|biomed tag|biomed id|biomed no|' +
      'clinical engineering number|inventory number|inventory no|property number|property tag|barcode|bar code|asset barcode|ecn|' +
      'inventarnummer|inventar nr|anlagennummer|geratenummer|equipmentnummer|numero d inventaire|no inventaire|n inventaire|numero inventaire|' +
      'numero de inventario|n de inventario|numero de activo|~device id|~number',
  ),
  serialNumber: names(
    'serial number|serial no|serial num|serial nbr|serial|serialnumber|sn|s n|ser no|mfr serial|mfr serial number|manufacturer serial|manufacturer serial number|s n number|oem serial|serial id|' +
      'seriennummer|serien nr|seriennr|numero de serie|no de serie|n de serie|n serie|numero serie',
  ),
  manufacturer: names(
    'manufacturer|manufacturer name|mfr|mfg|mfgr|manuf|make|oem|maker|labeler|labeler name|brand|manufacturer brand|hersteller|fabrikat|fabricant|marque|fabricante|marca|~vendor|~vendor name',
  ),
  model: names(
    'model|model name|model description|device model|product name|product|model version|modell|modellbezeichnung|modele|modelo|~version model|~typ',
  ),
  modelNumber: names(
    'model number|model no|model num|model nbr|model id|model code|part number|part no|product number|product code|catalog number|catalogue number|' +
      'reference number|ref number|modellnummer|modell nr|artikelnummer|numero de modele|reference|numero de modelo|referencia',
  ),
  description: names(
    'description|device description|equipment description|asset description|item description|equipment name|asset name|long description|short description|' +
      'beschreibung|bezeichnung|geratebezeichnung|designation|descripcion|denominacion|~name|~device name|~item',
  ),
  deviceType: names(
    'device type|equipment type|asset type|type|device subcategory|equipment category|modality|nomenclature|umdns description|umdns name|gmdn name|gmdn term|' +
      'standard nomenclature|device class name|geratetyp|gerateart|gerateklasse|type d appareil|type equipement|tipo de equipo|tipo|~device category|~category|~subcategory|~class name|~device group',
  ),
  nomenclatureCode: names(
    'umdns code|umdns|gmdn code|gmdn|nomenclature code|snomed code|emdn code|emdn|ecri code|umdns number|device type code|nomenclature id|~type code',
  ),
  udiDi: names('udi di|udi|udidi|device identifier|udi number|gtin|primary di|di number|udi device identifier'),
  softwareVersion: names(
    'software version|sw version|software ver|software rev|software revision|sw rev|sw ver|software|app version|application version|software level|' +
      'softwareversion|software stand|version logicielle|version du logiciel|version de software|~version|~sw|~rev|~revision',
  ),
  firmwareVersion: names(
    'firmware version|fw version|firmware|firmware rev|firmware revision|fw rev|fw ver|fw|firmware level|firmwareversion|version firmware|version de firmware',
  ),
  operatingSystem: names(
    'operating system|os|os version|os name|operating system version|os type|platform os|os category|betriebssystem|systeme d exploitation|sistema operativo|~platform',
  ),
  installedUpdates: names(
    'installed updates|installed hotfixes|installed kbs|installed patches|hotfixes|hotfix ids|hotfix id|hot fixes|hotfix s|windows updates|kbs|kb list|kb articles|patches installed|quick fix engineering|qfe|installierte updates|correctifs installes|actualizaciones instaladas',
  ),
  hostname: names(
    'hostname|host name|host|computer name|network name|netbios name|dns name|fqdn|node name|dhcp hostname|device hostname|rechnername|nom d hote|nom reseau|nombre de host|nombre de red|~device name|~name',
  ),
  ipAddresses: names(
    'ip address|ip addresses|ip|ipv4|ipv4 address|ip addr|ip list|ipaddress|ip adresse|ip adressen|adresse ip|direccion ip|ipv6|ipv6 address|tcp ip address|network address|device ip|device ip list|static ip|wired ip|wireless ip',
  ),
  macAddresses: names(
    'mac address|mac addresses|mac|mac addr|mac list|macaddress|physical address|hardware address|ethernet address|wired mac|wireless mac|lan mac|wlan mac|wifi mac|' +
      'ethernet mac|bluetooth mac|mac adresse|mac adressen|adresse mac|direccion mac|device mac|device mac list|mac id',
  ),
  vlan: names('vlan|vlan id|vlan name|vlan number|vlan list'),
  zone: names(
    'zone|network zone|security zone|network segment|segment|network|purdue level|network name segment|netzwerksegment|~subnet',
  ),
  aeTitle: names('ae title|aetitle|aet|dicom ae title|ae titles|dicom aet|calling ae title'),
  networkConnected: names(
    'network connected|connected to network|networked|on network|network connection|network capable|network connectivity|connected|network device|is networked|connectivity|connection type|netzwerkfahig|connecte au reseau|conectado a la red',
  ),
  storesPhi: names(
    'stores phi|stores ephi|phi|ephi|contains phi|contains ephi|has phi|phi stored|phi flag|ephi flag|phi present|maintains phi|phi on device|transmits phi|stores or transmits phi|phi device',
  ),
  mds2OnFile: names('mds2 on file|mds2|mds2 available|mds2 received|mds2 form|mds 2|mds 2 on file|has mds2'),
  site: names(
    'site|site name|facility|facility name|hospital|hospital name|campus|entity|location site|standort|klinik|haus|etablissement|hopital|hospital nombre|centro|sede|~organization|~region|~account|~customer',
  ),
  building: names('building|building name|bldg|bld|gebaude|batiment|edificio'),
  floor: names('floor|floor number|level|floor name|etage|stockwerk|ebene|piso|planta'),
  room: names(
    'room|room number|room no|room name|rm|rm number|location|location name|location description|area room|raum|raumnummer|zimmer|piece|salle|local|localisation|habitacion|sala|ubicacion',
  ),
  careArea: names(
    'care area|care unit|nursing unit|ward|unit|clinical area|service area|patient care area|care location|care setting|area|station|pflegebereich|unite de soins|unidad|zona asistencial',
  ),
  department: names(
    'department|dept|department name|dept name|owning department|using department|cost center name|cost centre name|abteilung|departement|service|departamento|servicio|~division|~service line',
  ),
  costCentre: names(
    'cost center|cost centre|cost center number|cost centre number|cost center code|cc|gl account|department number|dept no|dept number|department code|kostenstelle|centre de cout|centro de coste|centro de costo|centro de costos',
  ),
  owner: names(
    'owner|asset owner|equipment owner|device owner|owner name|custodian|responsible person|responsible|eigentumer|verantwortlicher|proprietaire|responsable|propietario',
  ),
  ownership: names(
    'ownership|ownership type|owned leased|owned or leased|lease status|acquisition type|acquisition method|owner type|eigentumsverhaltnis|propriete|propiedad|~lease',
  ),
  lifecycle: names(
    'status|state|lifecycle|lifecycle status|lifecycle state|life cycle status|asset status|equipment status|device status|operational status|inventory status|' +
      'current status|use status|asset state|geratestatus|zustand|statut|etat|estado|~disposition|~condition|~retired',
  ),
  criticality: names(
    'criticality|clinical criticality|criticality level|equipment criticality|risk level|risk category|risk group|risk rating|equipment risk|clinical risk|device risk|risk priority|' +
      'high risk|high risk flag|high risk equipment|life support|life support flag|life support equipment|life sustaining|em score|em number|em rating|fennigkoh smith|' +
      'kritikalitat|criticite|criticidad|risk class|risk classification|~risk|~priority',
  ),
  riskClass: names(
    'risk class|risk classification|fda class|fda device class|device class|regulatory class|mdr class|medical device class|em score|em number|equipment management score|risk factor|risk number|class|risikoklasse|classe de risque|classe|clase de riesgo|clase|~classification|~inclusion score',
  ),
  technician: names(
    'technician|primary technician|assigned technician|assigned tech|tech|bmet|assigned to|technician name|responsible technician|team|assigned team|shop|work group|workgroup|service team|techniker|technicien|tecnico',
  ),
  serviceVendor: names(
    'service vendor|service provider|service company|maintenance vendor|maintenance provider|service organization|vendor service|contract vendor|third party service|iso provider|servicepartner|prestataire|proveedor de servicio|~vendor|~supplier|~contractor',
  ),
  lastMaintenanceOn: names(
    'last pm|last pm date|last pm completed|last pm done|pm last completed|last maintenance|last maintenance date|last inspection|last inspection date|last service|last service date|' +
      'last completed pm|date last pm|last preventive maintenance|last calibration|letzte wartung|letzte prufung|derniere maintenance|dernier entretien|ultimo mantenimiento',
  ),
  nextMaintenanceOn: names(
    'next pm|next pm date|pm due|pm due date|next pm due|next due|next due date|next maintenance|next maintenance date|next inspection|next inspection date|next service|next service date|' +
      'date next pm|maintenance due|due date|nachste wartung|nachste prufung|prochaine maintenance|prochain entretien|proximo mantenimiento',
  ),
  maintenanceEveryMonths: names(
    'pm interval|pm frequency|pm interval months|pm schedule|pm freq|pm cycle|maintenance interval|maintenance frequency|inspection interval|inspection frequency|pm months|' +
      'frequency|interval|wartungsintervall|prufintervall|intervalle|frequence|periodicite|frecuencia|periodicidad|pm interval days|pm interval weeks|pm interval years',
  ),
  alternativeMaintenance: names(
    'aem|aem flag|alternate equipment maintenance|alternative equipment maintenance|aem program|aem equipment|in aem|aem oem|maintenance strategy|~pm strategy',
  ),
  purchasedOn: names(
    'purchase date|~order date|~date ordered|~ordered on|purchased|date purchased|purchased on|acquisition date|date acquired|acquired|acquired date|po date|date of purchase|kaufdatum|anschaffungsdatum|date d achat|date achat|fecha de compra|fecha de adquisicion',
  ),
  purchaseOrder: names(
    'purchase order|po number|po|po no|purchase order number|p o number|po num|bestellnummer|numero de commande|bon de commande|orden de compra|pedido',
  ),
  purchaseCost: names(
    'purchase cost|purchase price|cost|acquisition cost|original cost|acquisition price|price|purchase amount|unit cost|capital cost|anschaffungskosten|anschaffungswert|kaufpreis|prix d achat|cout d achat|costo|coste|precio|precio de compra|~value',
  ),
  replacementCost: names(
    'replacement cost|replacement value|replacement price|current replacement cost|wiederbeschaffungswert|cout de remplacement|costo de reemplazo',
  ),
  warrantyEndsOn: names(
    'warranty end|warranty end date|warranty expiration|warranty expiration date|warranty expiry|warranty expires|warranty exp|warranty exp date|warranty until|warranty ends|warranty|warranty date|garantieende|garantie bis|fin de garantie|garantie|fin de garantia|garantia',
  ),
  contractEndsOn: names(
    'contract end|contract end date|contract expiration|contract expiration date|contract expiry|contract expires|contract exp date|service contract end|service contract expiration|contract ends|contract until|vertragsende|fin de contrat|fin de contrato',
  ),
  inServiceOn: names(
    'in service date|in service|date in service|install date|installation date|installed|installed on|date installed|commission date|commissioned|commissioning date|in use since|service start date|placed in service|inbetriebnahme|inbetriebnahmedatum|date de mise en service|mise en service|fecha de instalacion|puesta en servicio|~received date|~acceptance date|~start date',
  ),
  retiredOn: names(
    'retire date|retired date|retirement date|date retired|retired on|disposal date|disposed date|decommission date|decommissioned|decommissioned on|out of service date|removal date|ausmusterung|aussonderungsdatum|date de reforme|date de retrait|fecha de baja',
  ),
  lastSeenAt: names(
    'last seen|last seen at|~update time|last seen date|last seen time|last seen on network|last seen list|last online|last communication|last observed|last detected|last activity|last connected|last contact|last heard|zuletzt gesehen|vu le|derniere connexion|ultima conexion|ultima vez visto|~export date|~report date|~as of|~last scan|~last update|~last updated',
  ),
}

function names(list: string): readonly string[] {
  return list.split('|')
}

/** Lower case, no accents, words apart: `IPAddress_(Primary)` is `ip address primary`. */
export const plainHeader = (header: string) =>
  header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('#', ' number ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

interface KnownName {
  readonly meaning: ColumnMeaning
  readonly words: readonly string[]
  readonly trust: number
}

const known: readonly KnownName[] = Object.entries(columnNames).flatMap(([meaning, list]) =>
  list.map((name) => ({
    meaning: meaning as ColumnMeaning,
    words: name.replace('~', '').split(' '),
    trust: name.startsWith('~') ? 0.6 : 1,
  })),
)
const byFirstWord = Map.groupBy(known, ({ words }) => words[0])
const byLetters = Map.groupBy(known, ({ words }) => words.join(''))

/** Words that say nothing about which attribute it is. */
const filler = new Set([
  'device',
  'equipment',
  'asset',
  'medical',
  'item',
  'the',
  'of',
  'current',
  'primary',
  'installed',
  'de',
  'del',
  'la',
  'du',
  'des',
])
/** Words that make it another thing: `Vendor phone`, `Serial number changed by`, `Switch MAC`. */
const other = new Set(
  (
    'phone telephone tel email mail fax url link image photo notes note comment comments remark remarks bemerkung bemerkungen changed modified updated created by user count qty ' +
    'quantity old previous former prior switch ap gateway dns mask router dongle dock docking neighbor neighbour bssid ntp server parent child score cyber vulnerability alert alerts reason patient'
  ).split(' '),
)

/** How much the header alone speaks for each meaning, 0–1. */
export function headerScores(header: string): Map<ColumnMeaning, number> {
  const scores = new Map<ColumnMeaning, number>()
  const note = ({ meaning, trust }: KnownName, score: number) => {
    if (trust * score > (scores.get(meaning) ?? 0)) scores.set(meaning, trust * score)
  }
  const written = plainHeader(header)
  const words = written.split(' ')
  for (const name of byLetters.get(words.join('')) ?? []) note(name, name.words.join(' ') === written ? 1 : 0.95)

  // The unit or an explanation in brackets does not change what it is.
  const outside = plainHeader(header.replace(/[([{].*?[)\]}]/g, ''))
  if (outside !== written) for (const name of byLetters.get(outside.replaceAll(' ', '')) ?? []) note(name, 0.95)

  const core = words.filter((word) => !filler.has(word)).join(' ')
  for (const [from, word] of words.entries())
    for (const name of byFirstWord.get(word) ?? [])
      if (name.words.every((part, index) => words[from + index] === part))
        note(name, partScore(name, words, from, core))
  return scores
}

/** How much a name says that is only a part of the header. */
function partScore(name: KnownName, words: readonly string[], from: number, core: string): number {
  const beside = words.filter((_, index) => index < from || index >= from + name.words.length)
  if (beside.some((word) => other.has(word))) return 0.2
  if (name.words.filter((word) => !filler.has(word)).join(' ') === core) return 0.9
  const covered = name.words.length / words.length
  return covered >= 0.5 ? 0.5 + 0.35 * covered : 0.3
}

/** Whether the text is what a hospital calls a column. */
export const isColumnName = (text: string) => [...headerScores(text).values()].some((score) => score >= 0.85)
