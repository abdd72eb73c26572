declare module 'qrcode-svg' {
  export default class QrCode {
    constructor(options: { content: string; ecl?: 'L' | 'M' | 'Q' | 'H'; padding?: number })
    qrcode: { modules: boolean[][] }
  }
}
